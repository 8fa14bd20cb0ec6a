package dev.lockstep.agent.execute;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many nodes of one agent may work at once. Thread-safe; a permit is asked for only behind the gate (rule G3). */
public final class WorkPermits {
    private final Semaphore permits;

    public WorkPermits(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected a work limit of at least 1, found " + limit);
        }
        this.permits = new Semaphore(limit, true);
    }

    /** Takes a permit, or gives up after this time. */
    public boolean tryTake(long timeoutMillis) throws InterruptedException {
        return permits.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    void giveBack() {
        permits.release();
    }
}
