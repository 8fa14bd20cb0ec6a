package dev.lockstep.agent.engine.postgres;

import java.util.Locale;

/** The bounds of a partition, as a change gives them. */
final class PartitionBounds {
    private static final String DEFAULT = "DEFAULT";

    private PartitionBounds() {}

    /** Whether a text can only be read as the bounds of one partition. */
    static boolean isOne(String values) {
        return Expressions.isOne("(" + values + ")");
    }

    static void check(String values, Findings findings) {
        findings.expect(
                isOne(values),
                "expression-malformed",
                "expected values to be the bounds of one partition without comments, found \"%s\"; balance its quotes and parentheses"
                        .formatted(values));
    }

    static boolean isDefault(String values) {
        return values.toUpperCase(Locale.ROOT).equals(DEFAULT);
    }

    /** As a statement takes them. */
    static String clause(String values) {
        return isDefault(values) ? DEFAULT : "FOR VALUES " + values;
    }
}
