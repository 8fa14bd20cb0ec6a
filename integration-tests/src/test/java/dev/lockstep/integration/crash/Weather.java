package dev.lockstep.integration.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the network is like one way. Thread-safe. */
final class Weather {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private boolean dropping;
    private long millisPerChunk;

    void hold() {
        change(() -> held = true);
    }

    void drop() {
        change(() -> dropping = true);
    }

    void slow(long millis) {
        change(() -> millisPerChunk = millis);
    }

    void clear() {
        change(() -> {
            held = false;
            dropping = false;
            millisPerChunk = 0;
        });
    }

    /** Waits as long as the weather asks for, and says whether the chunk arrives. */
    boolean letThrough() throws InterruptedException {
        lock.lock();
        try {
            long delayNanos = TimeUnit.MILLISECONDS.toNanos(millisPerChunk);
            while (held || (delayNanos > 0 && millisPerChunk > 0)) {
                if (held) {
                    changed.await();
                } else {
                    delayNanos = changed.awaitNanos(delayNanos);
                }
            }
            return !dropping;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
