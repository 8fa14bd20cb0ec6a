package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key as the server writes it, taken apart so that it can be written for another table.
 *
 * @param columns of the table that has it, as a statement takes them
 * @param parent the table that it refers to
 * @param keys of that one, as a statement takes them
 * @param actions what follows
 */
record ForeignKeyText(List<String> columns, TableName parent, List<String> keys, String actions) {

    private static final String NAMES = "((?:\"(?:[^\"]|\"\")+\"|[^\",()]+)(?:, (?:\"(?:[^\"]|\"\")+\"|[^\",()]+))*)";
    private static final Pattern WHOLE =
            Pattern.compile("FOREIGN KEY \\(" + NAMES + "\\) REFERENCES .+?\\(" + NAMES + "\\)( [^\"]*)?");
    private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")+\"|[^\", ]+");

    ForeignKeyText {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Empty for one that is not only of columns. */
    static Optional<ForeignKeyText> of(ConstraintFacts key) {
        Matcher whole = WHOLE.matcher(key.definition());
        if (!whole.matches() || key.referenced().isEmpty()) {
            return Optional.empty();
        }
        String actions = whole.group(3);
        ForeignKeyText text = new ForeignKeyText(
                names(whole.group(1)), key.referenced().get(0), names(whole.group(2)), actions == null ? "" : actions);
        return text.columns.size() == text.keys.size() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> names(String list) {
        return NAME.matcher(list).results().map(found -> found.group()).toList();
    }

    /** For ADD CONSTRAINT, with the other table as a statement takes it. */
    String definition(String other) {
        return "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                .formatted(String.join(", ", columns), other, String.join(", ", keys), actions);
    }

    /** A condition over {@code child}: the row that it refers to is not there. */
    String orphans(String other) {
        String complete = columns.stream()
                .map(column -> "child." + column + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String same = IntStream.range(0, columns.size())
                .mapToObj(place -> "parent.%s = child.%s".formatted(keys.get(place), columns.get(place)))
                .collect(Collectors.joining(" AND "));
        return "%s AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)".formatted(complete, other, same);
    }
}
