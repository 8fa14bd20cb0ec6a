package dev.lockstep.coordinator.reverse;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An index as its recorded definition describes it: over plain columns, in ascending order.
 *
 * @param isUnique whether no two rows may be alike in them
 * @param columns in order
 */
record IndexBefore(boolean isUnique, List<String> columns) {
    private static final Pattern PLAIN =
            Pattern.compile("(?<unique>unique )?(?:using )?btree \\((?<columns>" + NameList.NAMES + ")\\)");

    IndexBefore {
        columns = List.copyOf(columns);
    }

    /** Empty when the definition says more than a change file can: an expression, a condition, another order. */
    static Optional<IndexBefore> parse(String definition) {
        Matcher parts = PLAIN.matcher(definition);
        return parts.matches()
                ? Optional.of(new IndexBefore(parts.group("unique") != null, NameList.read(parts.group("columns"))))
                : Optional.empty();
    }

    /** Its keys in a change file. */
    List<String> lines() {
        String list = "columns: " + NameList.written(columns);
        return isUnique ? List.of(list, "unique: true") : List.of(list);
    }
}
