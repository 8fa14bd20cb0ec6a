package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Asks whether rows differ in what a unique index holds of them, also when operations of the change fill some of its columns first. Only what is certain counts: a value that
 * hangs on the moment, or that a trigger may still replace, is taken as different in each row, and so are values that are equal without being written alike.
 */
final class UniqueRows {

    /** Rows that are looked at first: a value that is the same for all is seen among them. */
    private static final int FEW = 1_000;

    /** Words that the server replaces by the time whenever it reads the statement. */
    private static final Pattern MOMENT =
            Pattern.compile("'\\s*(?:now|today|tomorrow|yesterday)\\s*'", Pattern.CASE_INSENSITIVE);

    private static final String VIEW = "lockstep_value_%d";

    /**
     * Whether the value of a view is the same whenever it is computed from the same row. The functions that are named hang on settings alone, which are the same in all of our
     * sessions.
     */
    private static final String IMMUTABLE = """
            NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite w WHERE w.ev_class = 'pg_temp.%s'::regclass
              AND (w.ev_action::text ~ 'SQLVALUEFUNCTION' OR EXISTS (
                SELECT FROM pg_catalog.regexp_matches(w.ev_action::text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') AS found
                JOIN pg_catalog.pg_proc p ON p.oid = found[1]::oid
                WHERE p.provolatile <> 'i' AND NOT (p.pronamespace = 'pg_catalog'::regnamespace
                  AND p.proname IN ('concat', 'concat_ws', 'format', 'to_char')))))""";

    /** Whether nothing of the table's own can put another value in place of one that an UPDATE gives. */
    private static final String STANDS = """
            NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid = ANY (ARRAY[%1$s]::regclass[])
              AND g.tgtype & 19 = 19 AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A'))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = ANY (ARRAY[%1$s]::regclass[]))""";

    private final TableFacts table;
    private final TableName named;
    private final List<ColumnFacts> columns;
    private final PlanTarget target;

    private UniqueRows(TableFacts table, TableName named, List<String> columns, PlanTarget target) {
        this.table = table;
        this.named = named;
        Map<String, ColumnFacts> leaving = table.traits().leaving().columns();
        this.columns = columns.stream()
                .flatMap(name -> Stream.ofNullable(table.columns().getOrDefault(name, leaving.get(name))))
                .toList();
        this.target = target;
    }

    /** For an index or a constraint that the change adds. */
    static RowQuestion ofNew(TableFacts table, List<String> columns, PlanTarget target) {
        UniqueRows rows = new UniqueRows(table, table.name(), columns, target);
        return rows.filled().isEmpty()
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
        ColumnTraits.Filling filling = whole.columns().get(column) == null
                ? ColumnTraits.Filling.NONE
                : whole.columns().get(column).traits().filling();
        for (TableFacts one : PartitionFacts.withRows(whole, facts)) {
            TableFacts filled = one.changingColumn(column, there -> there.filled(filling));
            one.indexes().values().stream()
                    .filter(index -> isAsked(index, column))
                    .map(index -> ofThere(
                            filled, whole.name(), index, "", "drop the index in a change before this one", target))
                    .forEach(questions::add);
            one.traits().leaving().indexes().stream()
                    .filter(index -> isAsked(index, column))
                    .map(index -> ofThere(
                            filled,
                            whole.name(),
                            index,
                            " until CONTRACT, where this change drops it",
                            "make two changes of them, of which the first drops it",
                            target))
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

    private List<ColumnFacts> filled() {
        return columns.stream()
                .filter(column -> !column.traits().filling().isNone())
                .toList();
    }

    /** First a few of the rows that are filled, and all of the table only where these are different. */
    private RowQuestion question(String code, String message) {
        String some = filled().stream()
                .map(column -> "(" + column.traits().filling().rows() + ")")
                .collect(Collectors.joining(" AND "));
        String query =
                "WITH few AS MATERIALIZED (%s) SELECT sample FROM few UNION ALL (SELECT sample FROM (%s) AS every WHERE NOT EXISTS (SELECT FROM few))"
                        .formatted(same(" WHERE " + some + " LIMIT " + FEW), same(""));
        return new RowQuestion(query, code, message).after(before());
    }

    private List<String> before() {
        List<String> sql = new ArrayList<>();
        sql.add("SET LOCAL search_path = " + FillSteps.searchPath(named));
        for (int place = 0; place < columns.size(); place++) {
            ColumnFacts column = columns.get(place);
            ColumnTraits.Filling filling = column.traits().filling();
            if (!filling.isNone() && !filling.atOnce()) {
                sql.add("CREATE TEMPORARY VIEW %s AS SELECT %s AS value FROM %s AS %s"
                        .formatted(VIEW.formatted(place), value(column), target.table(table.name()), alias()));
            }
        }
        return sql;
    }

    private String same(String which) {
        String texts = IntStream.range(0, columns.size())
                .mapToObj(place -> "CAST(%s AS text) COLLATE \"C\" AS lockstep_%d".formatted(asItWillBe(place), place))
                .collect(Collectors.joining(", "));
        List<String> names = IntStream.range(0, columns.size())
                .mapToObj(place -> "lockstep_" + place)
                .toList();
        String list = String.join(", ", names);
        String complete = names.stream().map(name -> name + " IS NOT NULL").collect(Collectors.joining(" AND "));
        return "SELECT format('%%s in %%s rows, such as %%s and %%s', concat_ws(', ', %s), count(*), min(lockstep_place), max(lockstep_place)) AS sample FROM (SELECT %s, CAST(%s AS text) COLLATE \"C\" AS lockstep_place FROM %s AS %s%s) AS lockstep_rows WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 5"
                .formatted(list, texts, place(), target.table(table.name()), alias(), which, complete, list);
    }

    private String asItWillBe(int place) {
        ColumnFacts column = columns.get(place);
        ColumnTraits.Filling filling = column.traits().filling();
        String name = Quoting.identifier(column.name());
        if (filling.isNone()) {
            return name;
        }
        String value = filling.atOnce()
                ? value(column)
                : MOMENT.matcher(filling.value()).find()
                        ? "NULL"
                        : "CASE WHEN (SELECT %s AND %s) THEN %s END"
                                .formatted(IMMUTABLE.formatted(VIEW.formatted(place)), stands(), value(column));
        return column.fresh() ? value : "CASE WHEN %s THEN %s ELSE %s END".formatted(filling.rows(), value, name);
    }

    private static String value(ColumnFacts column) {
        return "CAST((%s) AS %s)".formatted(column.traits().filling().value(), column.type());
    }

    private String stands() {
        String tables = Quoting.literal(table.name().sql())
                + (named.equals(table.name()) ? "" : ", " + Quoting.literal(named.sql()));
        return STANDS.formatted(tables);
    }

    private String place() {
        return table.key()
                .map(key -> "concat_ws(', ', " + Quoting.identifiers(key) + ")")
                .orElse(table.isPartitioned() ? "(tableoid::regclass::text || ' ' || ctid::text)" : "ctid");
    }

    private String alias() {
        return Quoting.identifier(named.name());
    }
}
