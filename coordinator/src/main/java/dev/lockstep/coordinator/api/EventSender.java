package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import dev.lockstep.v1.FleetStatus;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One stream of server-sent events. Statuses may come from any thread; they are written by the event loop, not faster than the client reads, and not more often
 * than a page can use.
 */
final class EventSender {
    private final EventLoop eventLoop;
    private final StreamWriter<ServerSentEvent> events = StreamMessage.streaming();
    private final NewestOnly<FleetStatus> statuses = new NewestOnly<>(this::isReady, this::send);
    private volatile boolean ready = true;

    EventSender(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
        long heartbeatMillis = Limits.EVENT_HEARTBEAT.toMillis();
        ScheduledFuture<?> heartbeat =
                eventLoop.scheduleAtFixedRate(this::beat, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
        events.whenComplete().whenComplete((done, failure) -> heartbeat.cancel(false));
    }

    StreamWriter<ServerSentEvent> events() {
        return events;
    }

    NewestOnly<FleetStatus> statuses() {
        return statuses;
    }

    /** Completes when the stream has ended, for whatever reason. */
    CompletionStage<Void> over() {
        return events.whenComplete();
    }

    void end() {
        statuses.stop(events::close);
    }

    private boolean isReady() {
        return ready;
    }

    private void send(FleetStatus status) {
        ready = false;
        eventLoop.execute(() -> write(ServerSentEvent.ofData(StrictJson.printOnOneLine(status)), Limits.EVENT_SPACING));
    }

    /** A comment: keeps proxies from closing a quiet stream, and finds out about clients that are gone. */
    private void beat() {
        if (ready) {
            ready = false;
            write(ServerSentEvent.ofComment("still here"), Duration.ZERO);
        }
    }

    private void write(ServerSentEvent event, Duration pause) {
        if (events.tryWrite(event)) {
            events.whenConsumed()
                    .thenRun(() -> eventLoop.schedule(this::becomeReady, pause.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void becomeReady() {
        ready = true;
        statuses.handOn();
    }
}
