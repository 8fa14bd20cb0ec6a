package dev.lockstep.coordinator.core;

import java.util.Random;

/** Runs a property for many seeds. A failure names the seed, and how to run that one alone: {@code -Dlockstep.seed=N}. */
final class Seeds {
    private Seeds() {}

    /** A property of everything that one seed leads to. */
    interface Property {
        void holdsFor(Random random);
    }

    /** Checks the property for the seeds from 1 on; {@code -Dlockstep.seeds=N} asks for another number of them. */
    static void check(int count, Property property) {
        Long only = Long.getLong("lockstep.seed");
        if (only != null) {
            check(only, property);
            return;
        }
        long last = Long.getLong("lockstep.seeds", count);
        for (long seed = 1; seed <= last; seed++) {
            check(seed, property);
        }
    }

    private static void check(long seed, Property property) {
        try {
            property.holdsFor(new Random(seed));
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(
                    "seed " + seed + " (alone: -Dlockstep.seed=" + seed + "): " + failed.getMessage(), failed);
        }
    }
}
