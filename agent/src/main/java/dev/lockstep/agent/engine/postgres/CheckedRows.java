package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks whether rows will still pass the CHECK constraints of their table once an operation has filled one of its columns; also those that are NOT VALID, which every UPDATE has to pass. */
final class CheckedRows {

    /** As the server writes one that it enforces. */
    private static final Pattern CHECK =
            Pattern.compile("CHECK \\((.*)\\)(?: NO INHERIT)?(?: NOT VALID)?", Pattern.DOTALL);

    private CheckedRows() {}

    /**
     * The questions.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<RowQuestion> ofThere(TableFacts whole, String column, Facts facts, PlanTarget target) {
        return FilledColumns.tables(whole, column, facts).stream()
                .flatMap(one -> one.constraints().values().stream()
                        .filter(check -> check.columns().contains(column))
                        .filter(check -> check.columns().stream().noneMatch(name -> isComputed(one, name)))
                        .flatMap(check -> question(one, whole.name(), column, check, target).stream()))
                .toList();
    }

    /** What the server computes of other columns is not known before it has. */
    private static boolean isComputed(TableFacts table, String column) {
        ColumnFacts facts = table.columns().get(column);
        return facts == null || facts.generated();
    }

    private static Optional<RowQuestion> question(
            TableFacts table, TableName named, String column, ConstraintFacts check, PlanTarget target) {
        Matcher written = CHECK.matcher(check.definition());
        if (check.kind() != ConstraintFacts.Kind.CHECK || !written.matches()) {
            return Optional.empty();
        }
        FilledColumns columns = new FilledColumns(table, named, check.columns(), target);
        String query =
                "SELECT format('%%s of %%s', coalesce(lockstep_value, 'NULL'), lockstep_place) FROM (SELECT %s, CAST(%s AS text) AS lockstep_value, CAST(%s AS text) AS lockstep_place FROM %s AS %s WHERE (%s) AND (SELECT %s)) AS %s WHERE NOT (%s) LIMIT 5"
                        .formatted(
                                columns.all(),
                                columns.asComputed(check.columns().indexOf(column)),
                                columns.place(),
                                target.table(table.name()),
                                columns.alias(),
                                columns.rows(column),
                                columns.certain(),
                                columns.alias(),
                                written.group(1));
        String message =
                "expected rows of %s to pass the check %s once %s is filled, but with this value some would not: %s; give another value, or drop the check in a change before this one"
                        .formatted(table.name().shown(), check.name(), column, written.group());
        return Optional.of(new RowQuestion(query, "value-breaks-check", message).after(columns.before()));
    }
}
