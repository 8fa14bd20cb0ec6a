package dev.lockstep.coordinator.api;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What came down a stream, and how it ended. */
final class Collected<T> implements ClientResponseObserver<Object, T> {
    private final List<T> values = new CopyOnWriteArrayList<>();
    private final boolean slow;
    private volatile @Nullable Status end;
    private volatile @Nullable ClientCallStreamObserver<Object> call;

    Collected() {
        this(false);
    }

    private Collected(boolean slow) {
        this.slow = slow;
    }

    /** Takes one message, and more only when asked to. */
    static <T> Collected<T> slowly() {
        return new Collected<>(true);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Object> started) {
        call = started;
        if (slow) {
            started.disableAutoRequestWithInitial(1);
        }
    }

    void takeOne() {
        call().request(1);
    }

    void cancel() {
        call().cancel("the test goes", null);
    }

    private ClientCallStreamObserver<Object> call() {
        return Objects.requireNonNull(call, "not started");
    }

    List<T> values() {
        return values;
    }

    boolean ended() {
        return end != null;
    }

    Status end() {
        return Objects.requireNonNull(end, "the stream goes on");
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
