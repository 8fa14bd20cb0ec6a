package dev.lockstep.agent.execute;

/** Says how long a worker of a backfill rests between batches. Thread-safe. */
public interface Throttle {
    /** Rest after a batch that took this long, in milliseconds. */
    long restMillis(long batchMillis);

    /** A batch had to wait for a lock: the application needs the rows. */
    void lockWaited();

    /**
     * Works for a part of the time only, and for less of it after each wait for a lock.
     *
     * @param duty part of the time, above 0 and up to 1
     */
    static Throttle ofDutyCycle(double duty) {
        return new Throttle() {
            private double slower = 1;

            @Override
            public synchronized long restMillis(long batchMillis) {
                long rest = Math.round(batchMillis * (1 - duty) / duty * slower);
                slower = Math.max(1, slower * 0.9);
                return rest;
            }

            @Override
            public synchronized void lockWaited() {
                slower = Math.min(16, slower * 2);
            }
        };
    }
}
