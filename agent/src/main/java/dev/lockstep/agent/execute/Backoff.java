package dev.lockstep.agent.execute;

import java.util.random.RandomGenerator;

/** Full-jitter exponential back-off: waits anything between nothing and a limit that doubles. Used by one thread. */
public final class Backoff {
    private final RandomGenerator random;
    private final long firstMillis;
    private final long longestMillis;
    private long limitMillis;

    public Backoff(RandomGenerator random, long firstMillis, long longestMillis) {
        this.random = random;
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.limitMillis = firstMillis;
    }

    /** How long to wait before the next try, in milliseconds; at least 1. */
    public long nextMillis() {
        long wait = 1 + random.nextLong(limitMillis);
        limitMillis = Math.min(longestMillis, limitMillis * 2);
        return wait;
    }

    /** Begins again with the first limit, after a success. */
    public void reset() {
        limitMillis = firstMillis;
    }
}
