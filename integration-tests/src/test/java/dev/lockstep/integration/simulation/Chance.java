package dev.lockstep.integration.simulation;

import java.util.random.RandomGenerator;

/** Everything random of one seed. Written down here, so that it is the same on every Java version. */
final class Chance implements RandomGenerator {
    private long state;

    Chance(long seed) {
        this.state = seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    }

    @Override
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public long nextLong(long bound) {
        return Math.floorMod(nextLong(), bound);
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** A whole number, both ends included. */
    int between(int least, int most) {
        return least + nextInt(most - least + 1);
    }

    /** Once in so many times; never for 0. */
    boolean oneIn(int times) {
        return times > 0 && nextInt(times) == 0;
    }

    boolean percent(int percent) {
        return nextInt(100) < percent;
    }
}
