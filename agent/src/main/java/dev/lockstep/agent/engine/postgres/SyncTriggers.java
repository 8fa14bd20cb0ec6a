package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps two columns of a row in step while an old and a new application write it, each under its own name. Which of them was written is seen from the row alone,
 * before and after, and never from the session, so that connections may be shared by both.
 *
 * <p>Values are compared as they are stored, byte by byte: for some types things that differ count as equal, and some have no equality at all.
 *
 * @param column that the old application knows
 * @param to the one beside it
 * @param given what an INSERT that leaves {@code to} out has in it; empty for NULL
 */
record SyncTriggers(TableName table, ColumnFacts column, String to, String given, PlanTarget target) {

    /** EXPAND: from now on both columns of every row that is written hold the same. */
    List<StepDraft> start() {
        return List.of(function(), triggers());
    }

    /** CONTRACT: the statements that end it; the first ones of their transaction. */
    List<String> stop() {
        return List.of(
                "DROP TRIGGER %s ON %s".formatted(name("insert"), target.table(table)),
                "DROP TRIGGER %s ON %s".formatted(name("update"), target.table(table)),
                "DROP FUNCTION %s()".formatted(function(target)));
    }

    /** A condition that holds for rows in which the two do not hold the same. */
    String differ() {
        return differ(quoted(column.name()), quoted(to));
    }

    /** A condition that holds for rows in which they do. */
    String same() {
        return "pg_catalog.record_image_eq(ROW(%s), ROW(%s))".formatted(quoted(column.name()), quoted(to));
    }

    private StepDraft function() {
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "create the function that keeps %s and %s of %s in step".formatted(column.name(), to, table.shown()),
                "",
                List.of("CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql%s AS %s"
                        .formatted(
                                function(target),
                                given.isEmpty() ? "" : " SET search_path = " + FillSteps.searchPath(table),
                                DollarQuotes.around(body()))),
                Undos.transactional("DROP FUNCTION %s()".formatted(function(target))),
                "a trigger needs its function first");
    }

    /** The default comes with them: in a row that was inserted before them it would look like a value that somebody wrote, and stay. */
    private StepDraft triggers() {
        List<String> sql = new ArrayList<>();
        List<String> undo = new ArrayList<>(List.of(
                "DROP TRIGGER %s ON %s".formatted(name("insert"), target.table(table)),
                "DROP TRIGGER %s ON %s".formatted(name("update"), target.table(table))));
        if (!given.isEmpty()) {
            String alter = "ALTER TABLE %s ALTER COLUMN %s ".formatted(target.table(table), quoted(to));
            sql.add(alter + "SET DEFAULT " + given);
            undo.add(alter + "DROP DEFAULT");
        }
        sql.add(create("insert", differ(after(column.name()), after(to))));
        sql.add(create("update", differ(after(column.name()), after(to)) + " AND " + oneWasWritten()));
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "keep %s and %s of %s in step, whichever a writer writes".formatted(column.name(), to, table.shown()),
                given.isEmpty() ? Locks.shareRowExclusive(table) : Locks.accessExclusive(table),
                sql,
                Undos.transactional(undo.toArray(String[]::new)),
                "writers are helped before old rows are filled and before the new name is used");
    }

    private String create(String event, String condition) {
        return "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s()"
                .formatted(
                        name(event),
                        event.toUpperCase(java.util.Locale.ROOT),
                        target.table(table),
                        condition,
                        function(target));
    }

    /** Both or none: then the row stays as its writer left it. */
    private String oneWasWritten() {
        return "%s <> %s".formatted(differ(after(column.name()), before(column.name())), differ(after(to), before(to)));
    }

    private String body() {
        return """

                BEGIN
                  IF TG_OP = 'INSERT' THEN
                    IF %s THEN
                      %s := %s;
                    %s
                      %s := %s;
                    END IF;
                  ELSIF %s THEN
                    %s := %s;
                  ELSE
                    %s := %s;
                  END IF;
                  RETURN NEW;
                END
                """.formatted(
                        leftOut(to),
                        after(to),
                        after(column.name()),
                        numbersItself() ? "ELSE" : "ELSIF %s THEN".formatted(leftOut(column.name())),
                        after(column.name()),
                        after(to),
                        differ(after(column.name()), before(column.name())),
                        after(to),
                        after(column.name()),
                        after(column.name()),
                        after(to));
    }

    /** Then nobody can tell a value that the server gave from one that a writer gave. */
    private boolean numbersItself() {
        return column.traits().volatileDefault() || column.identity();
    }

    private String leftOut(String name) {
        return given.isEmpty()
                ? after(name) + " IS NULL"
                : "pg_catalog.record_image_eq(ROW(%s), ROW(CAST((%s) AS %s)))"
                        .formatted(after(name), given, column.type());
    }

    private static String differ(String one, String other) {
        return "pg_catalog.record_image_ne(ROW(%s), ROW(%s))".formatted(one, other);
    }

    private static String after(String name) {
        return "NEW." + quoted(name);
    }

    private static String before(String name) {
        return "OLD." + quoted(name);
    }

    private static String quoted(String name) {
        return Quoting.identifier(name);
    }

    private String name(String event) {
        return quoted(HelperNames.lastTrigger(table, column.name(), event));
    }

    private String function(PlanTarget where) {
        return where.helper(HelperNames.sync(table, column.name()));
    }
}
