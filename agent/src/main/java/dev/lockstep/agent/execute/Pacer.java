package dev.lockstep.agent.execute;

import java.util.concurrent.TimeUnit;

/** Time and waiting, so that tests need neither. */
public interface Pacer {
    /** A monotonic clock. */
    long nowMillis();

    /** Waits this long. */
    void pause(long millis) throws InterruptedException;

    /** The real one. */
    static Pacer ofSystem() {
        return new Pacer() {
            @Override
            public long nowMillis() {
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            }

            @Override
            public void pause(long millis) throws InterruptedException {
                Thread.sleep(millis);
            }
        };
    }
}
