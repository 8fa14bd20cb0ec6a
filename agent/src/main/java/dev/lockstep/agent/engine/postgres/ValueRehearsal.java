package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the server read a backfill's expression on an empty copy: an UPDATE shows whether it parses and fits the column, a view shows what it is made of.
 */
final class ValueRehearsal {

    private static final String VIEW = "pg_temp.lockstep_value";

    /** The stored parse tree names every function, those behind operators included. */
    private static final String VOLATILE = """
            SELECT DISTINCT p.proname FROM pg_rewrite w
            CROSS JOIN LATERAL regexp_matches(w.ev_action::text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') AS found
            JOIN pg_proc p ON p.oid = found[1]::oid
            WHERE w.ev_class = 'pg_temp.lockstep_value'::regclass AND p.provolatile = 'v' ORDER BY 1
            """;

    private static final String GENERATED = """
            SELECT DISTINCT a.attname FROM pg_rewrite w
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attgenerated <> ''
            WHERE w.ev_class = 'pg_temp.lockstep_value'::regclass ORDER BY 1
            """;

    private static final String OTHERS = """
            SELECT coalesce(min(c.relname), 'a query of its own') FROM pg_rewrite w
            LEFT JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class AND d.refobjid <> '@copy@'::regclass
            LEFT JOIN pg_class c ON c.oid = d.refobjid
            WHERE w.ev_class = 'pg_temp.lockstep_value'::regclass AND w.ev_action::text ~ ':hasSubLinks true'
            GROUP BY w.oid
            """;

    /** For the server {@code ROW(NULL, '')} is neither NULL nor NOT NULL, so no condition tells which rows are filled. */
    private static final String COMPOSITE = """
            SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_type b ON b.oid = t.typbasetype
            WHERE a.attrelid = '@copy@'::regclass AND a.attname = @column@ AND 'c' IN (t.typtype, b.typtype)
            """;

    private final Connection connection;
    private final TableName table;
    private final String copy;

    ValueRehearsal(Connection connection, TableName table) {
        this.connection = connection;
        this.table = table;
        this.copy = new PlanTarget(true, "").table(table);
    }

    List<Finding> run(Backfill backfill, int line) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String alias = Quoting.identifier(table.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE %s SET %s = (%s) WHERE %s"
                    .formatted(
                            copy,
                            Quoting.identifier(backfill.getColumn()),
                            backfill.getValue(),
                            backfill.getCondition()));
            statement.execute("CREATE TEMPORARY VIEW lockstep_value AS SELECT (%s) AS value FROM %s AS %s"
                    .formatted(backfill.getValue(), copy, alias));
            ask(
                    statement,
                    COMPOSITE.replace("@column@", Quoting.literal(backfill.getColumn())),
                    "composite-type",
                    line,
                    findings,
                    "expected a column that is filled to be NULL or not as a whole, but %s is a composite type, whose values can be so in parts; fill it by a raw step, or rename it with `views`");
            ask(
                    statement,
                    VOLATILE,
                    "value-volatile",
                    line,
                    findings,
                    "expected value to depend on the row alone, but %s gives something else at each call, so a row filled twice would differ; use a function that is immutable or stable");
            ask(
                    statement,
                    GENERATED,
                    "value-generated",
                    line,
                    findings,
                    "expected value to use ordinary columns, but %s is generated, which the server computes only after the trigger; use what it is made from");
            ask(
                    statement,
                    OTHERS,
                    "value-not-of-row",
                    line,
                    findings,
                    "expected value to depend on the row alone, but it reads %s; only columns of the row may be used");
            statement.execute("DROP VIEW " + VIEW);
            if (findings.isEmpty()) {
                condition(statement, backfill.getCondition(), line, findings);
            }
        }
        return findings;
    }

    /** Which rows need the value must hang on the row as well, or a second look would say nothing. */
    private void condition(Statement statement, String condition, int line, List<Finding> findings)
            throws SQLException {
        statement.execute("CREATE TEMPORARY VIEW lockstep_value AS SELECT (%s) AS value FROM %s AS %s"
                .formatted(condition, copy, Quoting.identifier(table.name())));
        ask(
                statement,
                VOLATILE,
                "where-volatile",
                line,
                findings,
                "expected `where` to depend on the row alone, but %s gives something else at each call, so nothing could be proved of it; use a function that is immutable or stable");
        ask(
                statement,
                OTHERS,
                "where-not-of-row",
                line,
                findings,
                "expected `where` to depend on the row alone, but it reads %s; only columns of the row may be used");
        statement.execute("DROP VIEW " + VIEW);
    }

    private void ask(Statement statement, String query, String code, int line, List<Finding> findings, String message)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery(query.replace("'@copy@'", Quoting.literal(copy)))) {
            while (rows.next()) {
                findings.add(Findings.finding(Severity.REFUSE, code, message.formatted(rows.getString(1))).toBuilder()
                        .setLine(line)
                        .build());
            }
        }
    }
}
