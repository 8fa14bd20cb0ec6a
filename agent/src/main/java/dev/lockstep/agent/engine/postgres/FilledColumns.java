package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Columns as they will be once operations of the change have filled them, for questions to the rows of today. Only what is certain counts: not a value that hangs on the moment, or
 * that a trigger may still replace.
 */
final class FilledColumns {

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

    private static final String ALWAYS = "true";
    private static final String NEVER = "false";

    private final TableFacts table;
    private final TableName named;
    private final List<ColumnFacts> columns;
    private final PlanTarget target;

    /**
     * Some columns of a table.
     *
     * @param table that has the rows: a partition, or the table itself
     * @param named the one that the operations name
     */
    FilledColumns(TableFacts table, TableName named, List<String> columns, PlanTarget target) {
        this.table = table;
        this.named = named;
        Map<String, ColumnFacts> leaving = table.traits().leaving().columns();
        this.columns = columns.stream()
                .flatMap(name -> Stream.ofNullable(table.columns().getOrDefault(name, leaving.get(name))))
                .toList();
        this.target = target;
    }

    /**
     * The tables that have the rows of one whose column an operation fills, as that leaves them.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<TableFacts> tables(TableFacts whole, String column, Facts facts) {
        ColumnFacts changed = whole.columns().get(column);
        ColumnTraits.Filling filling =
                changed == null ? ColumnTraits.Filling.NONE : changed.traits().filling();
        return PartitionFacts.withRows(whole, facts).stream()
                .map(one -> one.changingColumn(column, there -> there.filled(filling)))
                .toList();
    }

    int count() {
        return columns.size();
    }

    private String name(int place) {
        return Quoting.identifier(columns.get(place).name());
    }

    /** Those that an operation fills. */
    List<ColumnFacts> filled() {
        return columns.stream()
                .filter(column -> !column.traits().filling().isNone())
                .toList();
    }

    /** A condition: the rows of which an operation fills a column. */
    String rows(String column) {
        return filled().stream()
                .filter(each -> each.name().equals(column))
                .map(each -> each.traits().filling().rows())
                .findFirst()
                .orElse(NEVER);
    }

    /** What a question about them needs to have run before. */
    List<String> before() {
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

    /** What a column will hold; where that is not certain, NULL. */
    String asItWillBe(int place) {
        String value = value(columns.get(place));
        String certain = certain(place);
        return asItWillBe(
                place,
                certain.equals(NEVER)
                        ? "NULL"
                        : certain.equals(ALWAYS)
                                ? value
                                : "CASE WHEN (SELECT %s) THEN %s END".formatted(certain, value));
    }

    /** What a column will hold, if {@link #certain()} holds. */
    String asComputed(int place) {
        return asItWillBe(place, value(columns.get(place)));
    }

    /** All of them under their names, if {@link #certain()} holds. */
    String all() {
        return IntStream.range(0, columns.size())
                .mapToObj(place -> asComputed(place) + " AS " + name(place))
                .collect(Collectors.joining(", "));
    }

    private String asItWillBe(int place, String value) {
        ColumnFacts column = columns.get(place);
        ColumnTraits.Filling filling = column.traits().filling();
        String name = Quoting.identifier(column.name());
        if (filling.isNone()) {
            return name;
        }
        return column.fresh() ? value : "CASE WHEN %s THEN %s ELSE %s END".formatted(filling.rows(), value, name);
    }

    /** A condition: whether the values of all of them are what will be there. */
    String certain() {
        return IntStream.range(0, columns.size())
                .filter(place -> !columns.get(place).traits().filling().isNone())
                .mapToObj(place -> "(" + certain(place) + ")")
                .collect(Collectors.joining(" AND "));
    }

    private String certain(int place) {
        ColumnTraits.Filling filling = columns.get(place).traits().filling();
        if (filling.atOnce()) {
            return ALWAYS;
        }
        return MOMENT.matcher(filling.value()).find()
                ? NEVER
                : "%s AND %s".formatted(IMMUTABLE.formatted(VIEW.formatted(place)), stands());
    }

    private static String value(ColumnFacts column) {
        return "CAST((%s) AS %s)".formatted(column.traits().filling().value(), column.type());
    }

    private String stands() {
        String tables = Quoting.literal(table.name().sql())
                + (named.equals(table.name()) ? "" : ", " + Quoting.literal(named.sql()));
        return STANDS.formatted(tables);
    }

    /** Where a row is. */
    String place() {
        return table.key()
                .map(key -> "concat_ws(', ', " + Quoting.identifiers(key) + ")")
                .orElse(table.isPartitioned() ? "(tableoid::regclass::text || ' ' || ctid::text)" : "ctid");
    }

    /** The name that a value has for its row. */
    String alias() {
        return Quoting.identifier(named.name());
    }
}
