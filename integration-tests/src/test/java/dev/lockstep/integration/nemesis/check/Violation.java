package dev.lockstep.integration.nemesis.check;

/**
 * Something that must never be seen in a history.
 *
 * @param invariant such as {@code I2}; {@code load} for what an application of the fleet must not suffer
 * @param where such as {@code epoch 3} or {@code shard-2, row 17 of the log}
 * @param what was expected and what was found
 */
public record Violation(String invariant, String where, String what) {
    @Override
    public String toString() {
        return invariant + ", " + where + ": " + what;
    }
}
