package dev.lockstep.integration.nemesis.check;

import java.util.ArrayList;
import java.util.List;

/** Gathers violations: the first of each kind at each place tell the story, thousands do not. For one thread. */
final class Findings {
    private static final int MOST_OF_ONE_INVARIANT = 25;

    private final List<Violation> all = new ArrayList<>();

    void add(String invariant, String where, String what) {
        if (all.stream().filter(each -> each.invariant().equals(invariant)).count() < MOST_OF_ONE_INVARIANT) {
            all.add(new Violation(invariant, where, what));
        }
    }

    /** Adds it unless something is true. */
    void require(boolean condition, String invariant, String where, String what) {
        if (!condition) {
            add(invariant, where, what);
        }
    }

    List<Violation> all() {
        return List.copyOf(all);
    }
}
