package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks whether rows differ in what a unique index holds of them, also when operations of the change fill some of its columns first. Only what is certain counts: a value that
 * hangs on the moment, or that a trigger may still replace, is taken as different in each row, and so are values that are equal without being written alike.
 */
final class UniqueRows {

    /** Rows that are looked at first: a value that is the same for all is seen among them. */
    private static final int FEW = 1_000;

    private final TableFacts table;
    private final FilledColumns columns;
    private final PlanTarget target;

    private UniqueRows(TableFacts table, TableName named, List<String> columns, PlanTarget target) {
        this.table = table;
        this.columns = new FilledColumns(table, named, columns, target);
        this.target = target;
    }

    /** For an index or a constraint that the change adds. */
    static RowQuestion ofNew(TableFacts table, List<String> columns, PlanTarget target) {
        UniqueRows rows = new UniqueRows(table, table.name(), columns, target);
        return rows.columns.filled().isEmpty()
                ? asTheyAre(table.name(), columns, target)
                : rows.question(
                        "duplicates",
                        "expected the values of (%s) in %s to be unique once this change has filled them, found some that would be there more than once; give a value with something of the row that is unique, or add the rule in a change after this one"
                                .formatted(
                                        String.join(", ", columns), table.name().shown()));
    }

    /**
     * For the unique indexes that have a column which an operation fills.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<RowQuestion> ofThere(TableFacts whole, String column, Facts facts, PlanTarget target) {
        List<RowQuestion> questions = new ArrayList<>();
        for (TableFacts one : FilledColumns.tables(whole, column, facts)) {
            one.indexes().values().stream()
                    .filter(index -> isAsked(index, column))
                    .map(index ->
                            ofThere(one, whole.name(), index, "", "drop the index in a change before this one", target))
                    .forEach(questions::add);
            one.traits().leaving().indexes().stream()
                    .filter(index -> isAsked(index, column))
                    .map(index -> ofThere(one, whole.name(), index, Leaving.UNTIL_CONTRACT, Leaving.IN_TWO, target))
                    .forEach(questions::add);
        }
        return questions;
    }

    private static RowQuestion ofThere(
            TableFacts table, TableName whole, IndexFacts index, String how, String orElse, PlanTarget target) {
        return new UniqueRows(table, whole, index.columns(), target)
                .question(
                        "value-not-unique",
                        "expected rows of %s to stay different in (%s), because the unique index %s is over it%s, but with this value some would be the same; give a value with something of the row that is unique, or %s"
                                .formatted(
                                        table.name().shown(),
                                        String.join(", ", index.columns()),
                                        index.name(),
                                        how,
                                        orElse));
    }

    /** An index of this change over several columns is built when all of them are filled. */
    private static boolean isAsked(IndexFacts index, String column) {
        boolean there = !index.definition().isEmpty();
        return index.unique()
                && index.valid()
                && index.whole()
                && index.columns().contains(column)
                && !index.columns().contains("")
                && (there || index.columns().size() == 1);
    }

    private static RowQuestion asTheyAre(TableName table, List<String> columns, PlanTarget target) {
        String list = Quoting.identifiers(columns);
        String complete = columns.stream()
                .map(column -> Quoting.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return new RowQuestion(
                "SELECT concat_ws(', ', %s) FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 5"
                        .formatted(list, target.table(table), complete, list),
                "duplicates",
                "expected the values of (%s) in %s to be unique, found some more than once; merge or correct those rows first"
                        .formatted(String.join(", ", columns), table.shown()));
    }

    /** First a few of the rows that are filled, and all of the table only where these are different. */
    private RowQuestion question(String code, String message) {
        String some = columns.filled().stream()
                .map(column -> "(" + column.traits().filling().rows() + ")")
                .collect(Collectors.joining(" AND "));
        String query =
                "WITH few AS MATERIALIZED (%s) SELECT sample FROM few UNION ALL (SELECT sample FROM (%s) AS every WHERE NOT EXISTS (SELECT FROM few))"
                        .formatted(same(" WHERE " + some + " LIMIT " + FEW), same(""));
        return new RowQuestion(query, code, message).after(columns.before());
    }

    private String same(String which) {
        String texts = IntStream.range(0, columns.count())
                .mapToObj(place ->
                        "CAST(%s AS text) COLLATE \"C\" AS lockstep_%d".formatted(columns.asItWillBe(place), place))
                .collect(Collectors.joining(", "));
        List<String> names = IntStream.range(0, columns.count())
                .mapToObj(place -> "lockstep_" + place)
                .toList();
        String list = String.join(", ", names);
        String complete = names.stream().map(name -> name + " IS NOT NULL").collect(Collectors.joining(" AND "));
        return "SELECT format('%%s in %%s rows, such as %%s and %%s', concat_ws(', ', %s), count(*), min(lockstep_place), max(lockstep_place)) AS sample FROM (SELECT %s, CAST(%s AS text) COLLATE \"C\" AS lockstep_place FROM %s AS %s%s) AS lockstep_rows WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 5"
                .formatted(
                        list,
                        texts,
                        columns.place(),
                        target.table(table.name()),
                        columns.alias(),
                        which,
                        complete,
                        list);
    }
}
