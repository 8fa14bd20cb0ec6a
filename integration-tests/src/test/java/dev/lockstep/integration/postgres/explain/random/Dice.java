package dev.lockstep.integration.postgres.explain.random;

import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/** Choices that follow from a seed. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    /** From 0 to one less than the limit. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    boolean inPercent(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of them; who has none to choose from cannot say what it wanted to. */
    <T> T of(List<T> choices) {
        if (choices.isEmpty()) {
            throw new NothingToName();
        }
        return choices.get(random.nextInt(choices.size()));
    }

    <T> T of(List<T> choices, ToIntFunction<T> weight) {
        int total = choices.stream().mapToInt(weight).sum();
        if (total == 0) {
            throw new NothingToName();
        }
        int left = random.nextInt(total);
        for (T each : choices) {
            left -= weight.applyAsInt(each);
            if (left < 0) {
                return each;
            }
        }
        throw new IllegalStateException("expected one of " + choices + ", found none within their weights");
    }

    /** The schema has nothing of the kind that was to be named. */
    static final class NothingToName extends RuntimeException {
        private static final long serialVersionUID = 1;

        NothingToName() {
            super(null, null, false, false);
        }
    }
}
