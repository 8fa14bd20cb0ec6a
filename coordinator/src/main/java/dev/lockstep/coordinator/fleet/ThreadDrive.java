package dev.lockstep.coordinator.fleet;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that runs rounds, and one that runs things later. */
final class ThreadDrive implements Drive {
    private final ExecutorService thread;
    private final Delays delays;

    ThreadDrive(String fleet) {
        // One thread, made when it is first needed. After close nothing more is run, and asking for it is no error.
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "lockstep-fleet-" + fleet),
                new ThreadPoolExecutor.DiscardPolicy());
        this.delays = new Delays("lockstep-delays-" + fleet);
    }

    @Override
    public void soon(Runnable round) {
        thread.execute(round);
    }

    @Override
    public void once(Duration delay, Runnable action) {
        delays.once(delay, action);
    }

    @Override
    public void repeat(Duration period, Runnable action) {
        delays.repeat(period, action);
    }

    @Override
    public void close() {
        delays.close();
        thread.shutdown();
    }
}
