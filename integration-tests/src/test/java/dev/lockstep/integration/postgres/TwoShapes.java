package dev.lockstep.integration.postgres;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an old and a new application make of one column of a table {@code orders}.
 *
 * @param oldName under which the old one knows it
 * @param newName under which the new one does
 * @param up the new application's value from the old one's; both are whole numbers, as text
 * @param down the other way round
 */
record TwoShapes(String oldName, String newName, UnaryOperator<String> up, UnaryOperator<String> down) {

    /** Whether there is one application, and one name, for both. */
    boolean keepsName() {
        return oldName.equals(newName);
    }

    /** What one row holds under both names. */
    record Values(@Nullable String old, @Nullable String now) {}

    Values writtenByOld(@Nullable String value) {
        return new Values(value, value == null ? null : up.apply(value));
    }

    Values writtenByNew(@Nullable String value) {
        return new Values(value == null ? null : down.apply(value), value);
    }
}
