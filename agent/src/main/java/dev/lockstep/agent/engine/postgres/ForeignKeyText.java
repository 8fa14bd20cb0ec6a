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

    /** The server quotes whatever else a name has; a PERIOD is no column by itself. */
    private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")++\"|[a-z_][a-z0-9_]*+)";

    private static final String NAMES = "(" + IDENTIFIER + "(?:, " + IDENTIFIER + ")*)";
    private static final Pattern WHOLE = Pattern.compile(
            "FOREIGN KEY \\(" + NAMES + "\\) REFERENCES (?:" + IDENTIFIER + "\\.)?" + IDENTIFIER + "( ?)\\(" + NAMES
                    + "\\)( .*)?",
            Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile(IDENTIFIER);

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
        String actions = whole.group(4);
        ForeignKeyText text = new ForeignKeyText(
                names(whole.group(1)), key.referenced().get(0), names(whole.group(3)), actions == null ? "" : actions);
        return text.columns.size() == text.keys.size() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> names(String list) {
        return NAME.matcher(list).results().map(found -> found.group()).toList();
    }

    /** Whether the server has written it; one that an operation of the change adds has a blank before its list. */
    static boolean isThere(ConstraintFacts key) {
        Matcher whole = WHOLE.matcher(key.definition());
        return whole.matches() && whole.group(2).isEmpty();
    }

    /** The columns of the other table, by name. */
    List<String> keyNames() {
        return keys.stream()
                .map(key -> key.startsWith("\"")
                        ? key.substring(1, key.length() - 1).replace("\"\"", "\"")
                        : key)
                .toList();
    }

    boolean isEnforced() {
        return !actions.endsWith(" NOT ENFORCED");
    }

    /** For ADD CONSTRAINT, with the other table as a statement takes it. */
    String definition(String other) {
        return "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                .formatted(String.join(", ", columns), other, String.join(", ", keys), actions);
    }

    /**
     * A condition: a row refers to one that is not there, or, where it has to refer by all columns or none, by some of them only.
     *
     * @param child the name of the row
     * @param parent a name for the rows of the other table
     * @param other that table, as a statement takes it
     */
    String orphans(String child, String parent, String other) {
        String same = IntStream.range(0, columns.size())
                .mapToObj(place -> "%s.%s = %s.%s".formatted(parent, keys.get(place), child, columns.get(place)))
                .collect(Collectors.joining(" AND "));
        String lost = "%s AND NOT EXISTS (SELECT FROM %s AS %s WHERE %s)"
                .formatted(each(child, "IS NOT NULL", " AND "), other, parent, same);
        return actions.startsWith(" MATCH FULL") && columns.size() > 1
                ? "((%s) OR (%s) AND (%s))"
                        .formatted(lost, each(child, "IS NULL", " OR "), each(child, "IS NOT NULL", " OR "))
                : lost;
    }

    private String each(String child, String is, String joined) {
        return columns.stream()
                .map(column -> "%s.%s %s".formatted(child, column, is))
                .collect(Collectors.joining(joined));
    }
}
