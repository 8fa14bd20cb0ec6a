package dev.lockstep.integration.postgres.random;

import java.util.List;
import java.util.Random;

/** Everything random of one seed; {@link Random} is the same on every Java version. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    boolean percent(int percent) {
        return below(100) < percent;
    }

    <T> T pick(List<T> many) {
        return many.get(below(many.size()));
    }

    @SafeVarargs
    final <T> T any(T... many) {
        return many[below(many.length)];
    }
}
