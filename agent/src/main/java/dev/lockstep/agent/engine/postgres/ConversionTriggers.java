package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps a column and the one beside it, which has another type, in step. With a name of its own, or in a version's view, the new one is written too, and the old
 * one follows it; else nobody knows it, and it only follows.
 *
 * @param bothWritten whether a new application writes the new column
 * @param oldDefault what an INSERT that leaves the old column out has in it; empty for NULL
 * @param newDefault the same of the new column
 */
record ConversionTriggers(
        TableName table,
        ColumnFacts column,
        Conversion conversion,
        boolean bothWritten,
        String oldDefault,
        String newDefault,
        PlanTarget target) {

    /** A backfill writes the new column alone, and the old one must not follow it. */
    static final String SKIP = "SET LOCAL lockstep.filling = 'on'";

    private static final String NOT_FILLING = "current_setting('lockstep.filling', true) IS DISTINCT FROM 'on'";

    List<StepDraft> start() {
        return List.of(function(), triggers());
    }

    /** CONTRACT: the statements that end it. */
    List<String> stop() {
        return List.of(
                "DROP TRIGGER %s ON %s".formatted(name("insert"), target.table(table)),
                "DROP TRIGGER %s ON %s".formatted(name("update"), target.table(table)),
                "DROP FUNCTION %s()".formatted(function(target)));
    }

    private StepDraft function() {
        List<String> sql = new ArrayList<>();
        sql.add("CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql%s AS %s"
                .formatted(
                        function(target),
                        conversion.losesNothing() && !bothWritten
                                ? ""
                                : " SET search_path = " + FillSteps.searchPath(table),
                        DollarQuotes.around(body())));
        if (target.rehearsal()) {
            sql.addAll(proofs());
        }
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "create the function that converts %s of %s".formatted(column.name(), table.shown()),
                "",
                sql,
                Undos.transactional("DROP FUNCTION %s()".formatted(function(target))),
                "a trigger needs its function first");
    }

    /** The server takes a predicate only when it reads nothing but the row, and gives the same in every session. */
    private List<String> proofs() {
        List<String> sql = new ArrayList<>(proof(column.name(), column.name(), conversion.upward()));
        if (bothWritten) {
            sql.addAll(
                    conversion.down().isEmpty()
                            ? proof(conversion.beside(), conversion.beside(), conversion.downward())
                            : proof(conversion.beside(), conversion.seenAs(), conversion.down()));
        }
        return sql;
    }

    private List<String> proof(String only, String seenAs, String expression) {
        String named = Conversion.quoted(only) + (only.equals(seenAs) ? "" : " AS " + Conversion.quoted(seenAs));
        return List.of(
                "CREATE TEMPORARY TABLE lockstep_conversion AS SELECT %s FROM %s WITH NO DATA"
                        .formatted(named, target.table(table)),
                "CREATE INDEX ON pg_temp.lockstep_conversion ((1)) WHERE (%s) IS NOT NULL".formatted(expression),
                "DROP TABLE pg_temp.lockstep_conversion");
    }

    /** The default comes with them: in a row that was inserted before them it would look like a value that somebody wrote, and stay. */
    private StepDraft triggers() {
        List<String> sql = new ArrayList<>();
        List<String> undo = new ArrayList<>(List.of(
                "DROP TRIGGER %s ON %s".formatted(name("insert"), target.table(table)),
                "DROP TRIGGER %s ON %s".formatted(name("update"), target.table(table))));
        if (!newDefault.isEmpty()) {
            String alter = "ALTER TABLE %s ALTER COLUMN %s "
                    .formatted(target.table(table), Conversion.quoted(conversion.beside()));
            sql.add(alter + "SET DEFAULT " + newDefault);
            undo.add(alter + "DROP DEFAULT");
        }
        sql.add(create("insert", bothWritten ? neitherIsNull() : after(column.name()) + " IS NOT NULL"));
        sql.add(create("update", bothWritten ? oneWasWritten() : written(column.name())));
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "convert %s of %s for every writer".formatted(column.name(), table.shown()),
                newDefault.isEmpty() ? Locks.shareRowExclusive(table) : Locks.accessExclusive(table),
                sql,
                Undos.transactional(undo.toArray(String[]::new)),
                "writers are helped before old rows are converted and before the new type is used");
    }

    private String neitherIsNull() {
        return "%s IS NOT NULL OR %s IS NOT NULL".formatted(after(column.name()), after(conversion.beside()));
    }

    private String oneWasWritten() {
        return "%s <> %s AND %s".formatted(written(column.name()), written(conversion.beside()), NOT_FILLING);
    }

    private static String written(String name) {
        return "pg_catalog.record_image_ne(ROW(%s), ROW(OLD.%s))".formatted(after(name), Conversion.quoted(name));
    }

    private String create(String event, String condition) {
        return "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s()"
                .formatted(
                        name(event), event.toUpperCase(Locale.ROOT), target.table(table), condition, function(target));
    }

    private String body() {
        String up = upward().indent(4).stripTrailing();
        if (!bothWritten) {
            return "\n#variable_conflict use_column\nBEGIN\n%s\n  RETURN NEW;\nEND\n"
                    .formatted(upward().indent(2).stripTrailing());
        }
        String down = downward().indent(4).stripTrailing();
        return """

                #variable_conflict use_column
                BEGIN
                  IF TG_OP = 'UPDATE' AND %s OR TG_OP = 'INSERT' AND %s THEN
                %s
                  ELSIF TG_OP = 'UPDATE' OR %s THEN
                %s
                  END IF;
                  RETURN NEW;
                END
                """.formatted(
                        writtenIfUpdate(),
                        leftOut(conversion.beside(), newDefault, conversion.type()),
                        up,
                        column.traits().volatileDefault() || column.identity()
                                ? "true"
                                : leftOut(column.name(), oldDefault, column.type()),
                        down);
    }

    private String writtenIfUpdate() {
        return written(column.name());
    }

    /** An old writer's value that has no new one must not stop the writer; the row is named in VALIDATE. */
    private String upward() {
        String assignment = assignment(conversion.beside(), column.name(), conversion.upwardIn(table));
        return conversion.losesNothing() ? assignment : """
                        BEGIN
                          %s
                        EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
                          %s := NULL;
                        END;""".formatted(assignment, after(conversion.beside()));
    }

    private String downward() {
        return assignment(column.name(), conversion.beside(), conversion.downwardIn(table));
    }

    private static String assignment(String target, String source, String value) {
        return "%s := CASE WHEN %s IS NOT NULL THEN %s END;".formatted(after(target), after(source), value);
    }

    private static String leftOut(String name, String given, String type) {
        return given.isEmpty()
                ? after(name) + " IS NULL"
                : "pg_catalog.record_image_eq(ROW(%s), ROW(CAST((%s) AS %s)))".formatted(after(name), given, type);
    }

    private static String after(String name) {
        return "NEW." + Conversion.quoted(name);
    }

    private String name(String event) {
        return Conversion.quoted(HelperNames.lastTrigger(table, column.name(), event));
    }

    private String function(PlanTarget where) {
        return where.helper(HelperNames.sync(table, column.name()));
    }
}
