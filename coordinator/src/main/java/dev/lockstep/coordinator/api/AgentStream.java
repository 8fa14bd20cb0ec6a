package dev.lockstep.coordinator.api;

import dev.lockstep.coordinator.api.AgentSessions.AgentSession;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an agent. The session is called by the stream's event loop only, so its calls come one at a time; messages down the stream may come from any
 * thread. However the stream ends, the session is closed exactly once.
 */
final class AgentStream implements StreamObserver<AgentMessage> {
    private final ServerCallStreamObserver<CoordinatorMessage> call;
    private final Executor eventLoop;
    private final OpenStreams streams;
    private final Runnable end = this::end;

    /** Belongs to the event loop; none before the stream is open and after it has ended. */
    private @Nullable AgentSession session;

    /** Guarded by this. */
    private boolean ended;

    AgentStream(ServerCallStreamObserver<CoordinatorMessage> call, Executor eventLoop, OpenStreams streams) {
        this.call = call;
        this.eventLoop = eventLoop;
        this.streams = streams;
        call.setOnCancelHandler(() -> endWith(() -> {}));
    }

    /** Must be called by the event loop. */
    void open(AgentSessions sessions) {
        try {
            session = sessions.attach(this::send, end);
        } catch (RuntimeException refused) {
            fail(refused);
            return;
        }
        streams.opened(end);
    }

    @Override
    public void onNext(AgentMessage message) {
        AgentSession open = session;
        if (open == null) {
            return;
        }
        try {
            open.receive(message);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    /** Contact is lost: unknown, never failed. */
    @Override
    public void onError(Throwable broken) {
        endWith(() -> {});
    }

    @Override
    public void onCompleted() {
        end();
    }

    private synchronized void send(CoordinatorMessage message) {
        if (!ended) {
            call.onNext(message);
        }
    }

    private void end() {
        endWith(call::onCompleted);
    }

    private void fail(Throwable failure) {
        endWith(() -> call.onError(GrpcErrors.of(failure)));
    }

    private void endWith(Runnable last) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            last.run();
        }
        streams.ended(end);
        eventLoop.execute(this::closeSession);
    }

    private void closeSession() {
        AgentSession open = session;
        if (open != null) {
            session = null;
            open.closed();
        }
    }
}
