package dev.lockstep.coordinator.reverse;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An index as its recorded definition describes it: over plain columns, in ascending order.
 *
 * @param columns in order
 */
record IndexBefore(List<String> columns) {
    private static final String NAME = "(?:[A-Za-z_][A-Za-z0-9_$]*|\"[^\"(), ]+\")";
    private static final Pattern PLAIN = Pattern.compile("(?:using )?btree \\((" + NAME + "(?:, " + NAME + ")*)\\)");

    IndexBefore {
        columns = List.copyOf(columns);
    }

    /** Empty when the definition says more than a change file can: unique, an expression, a condition, another order. */
    static Optional<IndexBefore> parse(String definition) {
        Matcher parts = PLAIN.matcher(definition);
        return parts.matches()
                ? Optional.of(new IndexBefore(Stream.of(parts.group(1).split(", "))
                        .map(name -> name.replace("\"", ""))
                        .toList()))
                : Optional.empty();
    }
}
