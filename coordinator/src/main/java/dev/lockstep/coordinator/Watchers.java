package dev.lockstep.coordinator;

import dev.lockstep.coordinator.fleet.FleetLoop;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells watchers of changes, and of progress, which is not an event: at once, at each event, and every so often in between. */
final class Watchers implements AutoCloseable {
    private static final long PROGRESS_MILLIS = 500;

    /** Several events within this time are told once. */
    private static final long GATHER_MILLIS = 20;

    private final ScheduledExecutorService timer;

    Watchers() {
        this.timer = new ScheduledThreadPoolExecutor(
                2,
                task -> {
                    Thread thread = new Thread(task, "lockstep-watchers");
                    thread.setDaemon(true);
                    return thread;
                },
                new ScheduledThreadPoolExecutor.DiscardPolicy());
    }

    /** Calls the listener from now on; close what is returned to end it. */
    AutoCloseable add(FleetLoop loop, Runnable listener) {
        AtomicBoolean scheduled = new AtomicBoolean();
        Runnable tell = () -> {
            scheduled.set(false);
            listener.run();
        };
        ScheduledFuture<?> regularly = timer.scheduleWithFixedDelay(tell, 0, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        AutoCloseable events = loop.onChange(() -> {
            if (scheduled.compareAndSet(false, true)) {
                var unused = timer.schedule(tell, GATHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        return () -> {
            regularly.cancel(false);
            events.close();
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
