package dev.lockstep.coordinator.api;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What came down a stream, and how it ended. */
final class Collected<T> implements StreamObserver<T> {
    private final List<T> values = new CopyOnWriteArrayList<>();
    private volatile Status end;

    List<T> values() {
        return values;
    }

    boolean ended() {
        return end != null;
    }

    Status end() {
        return end;
    }

    @Override
    public void onNext(T value) {
        values.add(value);
    }

    @Override
    public void onError(Throwable failure) {
        end = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        end = Status.OK;
    }
}
