package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks whether rows will still pass the CHECK constraints of their table once an operation has filled one of its columns; also those that are NOT VALID, which every UPDATE has to pass. */
final class CheckedRows {

    /** As the server writes one that it enforces. */
    private static final Pattern CHECK =
            Pattern.compile("CHECK \\((.*)\\)(?: NO INHERIT)?(?: NOT VALID)?", Pattern.DOTALL);

    private final TableFacts table;
    private final TableName named;
    private final String column;
    private final PlanTarget target;

    private CheckedRows(TableFacts table, TableName named, String column, PlanTarget target) {
        this.table = table;
        this.named = named;
        this.column = column;
        this.target = target;
    }

    /**
     * The questions.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<RowQuestion> ofThere(TableFacts whole, String column, Facts facts, PlanTarget target) {
        List<RowQuestion> questions = new ArrayList<>();
        for (TableFacts one : FilledColumns.tables(whole, column, facts)) {
            CheckedRows rows = new CheckedRows(one, whole.name(), column, target);
            one.constraints().values().stream()
                    .flatMap(check -> rows.question(check, "", "drop the check in a change before this one").stream())
                    .forEach(questions::add);
            one.traits().leaving().constraints().stream()
                    .flatMap(check -> rows.question(check, Leaving.UNTIL_CONTRACT, Leaving.IN_TWO).stream())
                    .forEach(questions::add);
        }
        return questions;
    }

    /** What the server computes of other columns is not known before it has. */
    private boolean isComputed(String name) {
        ColumnFacts facts = table.columns()
                .getOrDefault(name, table.traits().leaving().columns().get(name));
        return facts == null || facts.generated();
    }

    private Optional<RowQuestion> question(ConstraintFacts check, String how, String orElse) {
        Matcher written = CHECK.matcher(check.definition());
        if (check.kind() != ConstraintFacts.Kind.CHECK
                || !check.columns().contains(column)
                || check.columns().stream().anyMatch(this::isComputed)
                || !written.matches()) {
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
                "expected rows of %s to pass the check %s%s once %s is filled, but with this value some would not: %s; give another value, or %s"
                        .formatted(table.name().shown(), check.name(), how, column, written.group(), orElse);
        return Optional.of(new RowQuestion(query, "value-breaks-check", message).after(columns.before()));
    }
}
