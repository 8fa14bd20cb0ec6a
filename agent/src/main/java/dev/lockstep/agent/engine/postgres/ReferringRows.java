package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks whether rows will still find what their foreign keys refer to once an operation has filled one of their columns. */
final class ReferringRows {

    /** As the server writes one that it enforces, with names that need no quotes; a row that it matches in part only is a rare wish. */
    private static final Pattern KEY = Pattern.compile(
            "FOREIGN KEY \\([^()\"]+\\) REFERENCES [^()\"]+\\(([^()\"]+)\\)(?! MATCH FULL)(?!.* NOT ENFORCED).*");

    private ReferringRows() {}

    /**
     * The questions.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<RowQuestion> ofThere(TableFacts whole, String column, Facts facts, PlanTarget target) {
        return FilledColumns.tables(whole, column, facts).stream()
                .flatMap(one -> one.constraints().values().stream()
                        .filter(key -> key.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
                        .filter(key -> key.columns().contains(column)
                                && key.referenced().size() == 1)
                        .flatMap(key -> question(one, whole.name(), column, key, facts, target).stream()))
                .toList();
    }

    private static Optional<RowQuestion> question(
            TableFacts table, TableName named, String column, ConstraintFacts key, Facts facts, PlanTarget target) {
        Matcher written = KEY.matcher(key.definition());
        TableName other = key.referenced().get(0);
        if (!written.matches()) {
            return Optional.empty();
        }
        List<String> referred = List.of(written.group(1).split(", "));
        if (referred.size() != key.columns().size() || isFilled(other, referred, facts)) {
            return Optional.empty();
        }
        FilledColumns columns = new FilledColumns(table, named, key.columns(), target);
        String match = IntStream.range(0, referred.size())
                .mapToObj(place -> "lockstep_other.%s = lockstep_row.%s"
                        .formatted(
                                Quoting.identifier(referred.get(place)),
                                Quoting.identifier(key.columns().get(place))))
                .collect(Collectors.joining(" AND "));
        String complete = key.columns().stream()
                .map(name -> "lockstep_row." + Quoting.identifier(name) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String query =
                "SELECT format('%%s of %%s', concat_ws(', ', %s), lockstep_place) FROM (SELECT %s, CAST(%s AS text) AS lockstep_place FROM %s AS %s WHERE (%s) AND (SELECT %s)) AS lockstep_row WHERE %s AND NOT EXISTS (SELECT FROM %s AS lockstep_other WHERE %s) LIMIT 5"
                        .formatted(
                                Quoting.identifiers(key.columns()),
                                columns.all(),
                                columns.place(),
                                target.table(table.name()),
                                columns.alias(),
                                columns.rows(column),
                                columns.certain(),
                                complete,
                                target.table(other),
                                match);
        String message =
                "expected rows of %s to refer to rows of %s once %s is filled, because of the foreign key %s, but with this value some would refer to none; give another value, or add the rows first"
                        .formatted(table.name().shown(), other.shown(), column, key.name());
        return Optional.of(new RowQuestion(query, "value-refers-to-nothing", message).after(columns.before()));
    }

    /** By an operation before: then what will be there is not there yet. */
    private static boolean isFilled(TableName other, List<String> columns, Facts facts) {
        return facts.table(other).stream()
                .flatMap(table -> columns.stream().map(table.columns()::get))
                .anyMatch(column -> column != null && !column.traits().filling().isNone());
    }
}
