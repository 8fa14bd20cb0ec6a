package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the server write values out over the row {@link #ROW}, with schemas before all names but its own, so that a trigger computes them as one simple expression
 * and needs no search path of its own, which would cost more than the value. All is undone before it returns; the live table meets ACCESS SHARE only.
 *
 * <p>A value is left out when it could mean something else under another search path: it calls a function whose body looks names up when it runs, or something
 * of the server's own that has a namesake for the same types in another schema.
 */
final class TriggerValues {

    static final String ROW = "lockstep_row";
    private static final String RESULT = "lockstep_value";

    private static final String DEPENDS_ON_PATH = """
            WITH tree AS (SELECT ev_action::text AS text FROM pg_catalog.pg_rewrite WHERE ev_class = 'pg_temp.lockstep_value'::regclass),
            called AS (
              SELECT p.* FROM tree CROSS JOIN LATERAL regexp_matches(tree.text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') AS found
              JOIN pg_proc p ON p.oid = found[1]::oid),
            operators AS (
              SELECT o.* FROM tree CROSS JOIN LATERAL regexp_matches(tree.text, ':opno (\\d+)', 'g') AS found
              JOIN pg_operator o ON o.oid = found[1]::oid)
            SELECT EXISTS (SELECT FROM tree WHERE tree.text ~ '(COERCETODOMAIN|SUBLINK)')
              OR EXISTS (SELECT FROM called c JOIN pg_language l ON l.oid = c.prolang
                         WHERE c.pronamespace <> 'pg_catalog'::regnamespace AND l.lanname NOT IN ('c', 'internal'))
              OR EXISTS (SELECT FROM called c JOIN pg_proc other ON other.proname = c.proname
                         WHERE c.pronamespace = 'pg_catalog'::regnamespace AND other.pronamespace <> c.pronamespace
                           AND (other.proargtypes = c.proargtypes OR c.provariadic <> 0
                                OR EXISTS (SELECT FROM unnest(c.proargtypes) AS a JOIN pg_type y ON y.oid = a WHERE y.typtype = 'p')))
              OR EXISTS (SELECT FROM operators o JOIN pg_operator other ON other.oprname = o.oprname
                         WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND other.oprnamespace <> o.oprnamespace
                           AND ((other.oprleft = o.oprleft AND other.oprright = o.oprright)
                                OR EXISTS (SELECT FROM pg_type y WHERE y.oid IN (o.oprleft, o.oprright) AND y.typtype = 'p')))
            """;

    private final Connection connection;

    private TriggerValues(Connection connection) {
        this.connection = connection;
    }

    /** Those that can be written out; the others are left out. */
    static Map<ValueOf, String> read(Connection connection, Collection<ValueOf> values) throws SQLException {
        Map<ValueOf, String> written = new HashMap<>();
        for (ValueOf value : values) {
            if (Expressions.isOne(value.text())) {
                Optional<String> text = new TriggerValues(connection).tryWrite(value);
                text.ifPresent(found -> written.put(value, found));
            }
        }
        return written;
    }

    private Optional<String> tryWrite(ValueOf value) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            return write(statement, value);
        } catch (SQLException refused) {
            if (!PostgresFailures.isAboutTheText(refused)) {
                throw refused;
            }
            // The rehearsal says what the server has against it.
            return Optional.empty();
        } finally {
            connection.rollback(before);
        }
    }

    private static Optional<String> write(Statement statement, ValueOf value) throws SQLException {
        TableName table = value.table();
        String copy = new PlanTarget(true, "").table(table);
        statement.execute("SET LOCAL search_path = " + FillSteps.searchPath(table));
        statement.execute("CREATE TABLE %s (LIKE %s)".formatted(copy, table.sql()));
        // Columns are written with their table only where there are two.
        statement.execute(
                "CREATE TEMPORARY VIEW lockstep_value AS SELECT (%s) AS %s FROM %s CROSS JOIN (SELECT) AS other"
                        .formatted(value.text(), RESULT, copy));
        if (isTrue(statement, DEPENDS_ON_PATH)) {
            return Optional.empty();
        }
        if (!table.name().equals(ROW)) {
            statement.execute("ALTER TABLE " + copy + " RENAME TO " + ROW);
        }
        statement.execute("SET LOCAL search_path = pg_catalog");
        try (ResultSet rows = statement.executeQuery("SELECT pg_get_viewdef('pg_temp.lockstep_value'::regclass)")) {
            rows.next();
            return Optional.of(expression(rows.getString(1)));
        }
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static String expression(String view) {
        String oneLine = withoutLines(view);
        int end = oneLine.lastIndexOf(" AS " + RESULT + " FROM ");
        return oneLine.substring("SELECT ".length(), end);
    }

    /** One space for each gap outside of quotes. */
    private static String withoutLines(String sql) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (char next : sql.strip().toCharArray()) {
            if (quote != 0) {
                quote = next == quote ? 0 : quote;
                text.append(next);
            } else if (!Character.isWhitespace(next)) {
                quote = next == '\'' || next == '"' ? next : 0;
                text.append(next);
            } else if (text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
