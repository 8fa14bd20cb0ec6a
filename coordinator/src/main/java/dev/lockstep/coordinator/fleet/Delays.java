package dev.lockstep.coordinator.fleet;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs things later; they only enqueue. */
final class Delays implements AutoCloseable {
    private final ScheduledExecutorService timer;

    Delays(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        // After close nothing more is run, and asking for it is no error.
        executor.setRejectedExecutionHandler(new java.util.concurrent.ThreadPoolExecutor.DiscardPolicy());
        this.timer = executor;
    }

    void once(Duration delay, Runnable action) {
        var unused = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void repeat(Duration period, Runnable action) {
        var unused = timer.scheduleWithFixedDelay(action, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
