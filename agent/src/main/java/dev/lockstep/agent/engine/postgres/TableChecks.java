package dev.lockstep.agent.engine.postgres;

import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold for any operation on a table that is there. */
final class TableChecks {
    /** Columns that a table can ever have had. */
    private static final int MOST_ATTRIBUTES = 1600;

    private static final String TIMES = "(?:timestamp|date\\b|time\\b|timetz)";
    private static final Pattern TIME = Pattern.compile(TIMES, Pattern.CASE_INSENSITIVE);

    /** Words that the server replaces by the time as it reads them; with a cast to another type it reads them for each row. */
    private static final Pattern MOMENT = Pattern.compile(
            "(?:" + TIMES + "[a-z ()0-9]*)?'\\s*(?:now|today|tomorrow|yesterday)\\s*'(?:\\s*::\\s*" + TIMES
                    + "[a-z ()0-9]*)?",
            Pattern.CASE_INSENSITIVE);

    private TableChecks() {}

    /** The table, or findings that say why it cannot be changed. */
    static Optional<TableFacts> usable(Facts facts, TableName name, Findings findings) {
        Optional<TableFacts> found = facts.table(name);
        if (found.isEmpty()) {
            findings.refuse(
                    "table-missing",
                    "expected the table %s, but there is none; correct the name in the change, or create it in an earlier change"
                            .formatted(name.shown()));
            return found;
        }
        TableFacts table = found.get();
        if (!table.kind().equals(TableFacts.PLAIN)) {
            findings.refuse(
                    "table-kind",
                    "expected %s to be an ordinary table, but it is a %s; Lockstep cannot change that safely yet, so use a raw step"
                            .formatted(name.shown(), table.kind()));
        }
        for (String obstacle : table.obstacles()) {
            findings.refuse(
                    "table-obstacle",
                    "expected %s to stand by itself, but it %s; Lockstep cannot change that safely yet, so use a raw step"
                            .formatted(name.shown(), obstacle));
        }
        findings.expect(
                table.owned(),
                "privilege-missing",
                "expected the agent's role to own %s or to be a member of the role that does, but it is not; grant it that role"
                        .formatted(name.shown()));
        return found;
    }

    /** A finding when the table cannot have one more column. */
    static void checkRoomForColumn(TableFacts table, Findings findings) {
        findings.expect(
                table.attributes() < MOST_ATTRIBUTES,
                "too-many-columns",
                "expected %s to have had fewer than %d columns, dropped ones included, but it had %d; the table must be written anew first"
                        .formatted(table.name().shown(), MOST_ATTRIBUTES, table.attributes()));
    }

    /** The column of a table, or a finding that it is missing. */
    static Optional<ColumnFacts> column(TableFacts table, String column, Findings findings) {
        ColumnFacts found = table.columns().get(column);
        if (found == null) {
            findings.refuse(
                    "column-missing",
                    "expected %s to have a column %s, but it has none; %s"
                            .formatted(
                                    table.name().shown(),
                                    column,
                                    Nearest.hint(column, table.columns().keySet())));
        }
        return Optional.ofNullable(found);
    }

    /** The index of a table, or a finding that it is missing. */
    static Optional<IndexFacts> index(TableFacts table, String name, Findings findings) {
        IndexFacts found = table.indexes().get(name);
        if (found == null) {
            findings.refuse(
                    "index-missing",
                    "expected %s to have an index %s, but it has none; %s"
                            .formatted(
                                    table.name().shown(),
                                    name,
                                    Nearest.hint(name, table.indexes().keySet())));
        }
        return Optional.ofNullable(found);
    }

    /** The constraint of a table, or a finding that it is missing. */
    static Optional<ConstraintFacts> constraint(TableFacts table, String name, Findings findings) {
        ConstraintFacts found = table.constraints().get(name);
        if (found == null) {
            findings.refuse(
                    "constraint-missing",
                    "expected %s to have a constraint %s, but it has none; %s"
                            .formatted(
                                    table.name().shown(),
                                    name,
                                    Nearest.hint(name, table.constraints().keySet())));
        }
        return Optional.ofNullable(found);
    }

    /** Constraints of one table never share a name. */
    static void freeConstraint(TableFacts table, String name, Findings findings) {
        findings.expect(
                !table.constraints().containsKey(name),
                "constraint-exists",
                "expected %s to have no constraint %s, but it has one; choose another name, or take this operation out"
                        .formatted(table.name().shown(), name));
    }

    /** Names longer than the server's limit would be cut in silence. */
    static void checkName(String what, String name, Findings findings) {
        int bytes = HelperNames.bytes(name);
        findings.expect(
                bytes > 0 && bytes <= HelperNames.MAX_BYTES,
                "name-length",
                "expected the name of %s to have 1 to %d bytes, found %d in \"%s\"; the server would cut it, so choose a shorter one"
                        .formatted(what, HelperNames.MAX_BYTES, bytes, name));
    }

    /**
     * A default.
     *
     * @param type of its column, in any words of the server's
     */
    static void checkDefault(String text, String type, Findings findings) {
        checkExpression("default", text, findings);
        findings.expect(
                !isTime(type) || !MOMENT.matcher(text).matches(),
                "default-moment",
                "expected a default for each new row, found %s, which is the one moment at which the statement runs, another on each node; use now() or current_date"
                        .formatted(text));
    }

    private static boolean isTime(String type) {
        return TIME.matcher(type).lookingAt();
    }

    /** A text from the change that goes into a statement must stay within its place. */
    static void checkExpression(String what, String text, Findings findings) {
        findings.expect(
                Expressions.isOne(text),
                "expression-malformed",
                "expected %s to be one SQL expression without comments, found \"%s\"; balance its quotes and parentheses"
                        .formatted(what, text));
    }
}
