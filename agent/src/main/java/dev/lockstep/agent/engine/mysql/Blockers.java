package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names who a step waits for. MySQL lists the holders of metadata locks; MariaDB ships with that list switched off, so there the open transactions of the
 * schema are named, of which one is to blame.
 */
final class Blockers {
    private static final int DESCRIBED_QUERY_LENGTH = 120;

    /** The login may not look: table, schema or privilege. */
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227);

    private Blockers() {}

    static List<String> of(Connection observer, Step step) throws SQLException {
        MySqlServer server = MySqlServer.read(observer);
        Set<String> tables = new TreeSet<>();
        for (ObjectChange effect : step.getEffectsList()) {
            Paths.tableOf(effect.getPath()).ifPresent(tables::add);
        }
        if (step.hasBackfill()) {
            tables.add(step.getBackfill().getTable());
        }
        try {
            return server.isMariaDb() || tables.isEmpty() ? openTransactions(observer) : holders(observer, tables);
        } catch (SQLException denied) {
            if (DENIED.contains(denied.getErrorCode())) {
                return List.of();
            }
            throw denied;
        }
    }

    private static List<String> holders(Connection observer, Set<String> tables) throws SQLException {
        return Query.list(
                observer,
                "SELECT t.PROCESSLIST_ID, MAX(COALESCE(t.PROCESSLIST_TIME, 0)), MAX(t.PROCESSLIST_USER),"
                        + " MAX(COALESCE(t.PROCESSLIST_INFO, 'idle')), MAX(COALESCE(a.ATTR_VALUE, 'unknown'))"
                        + " FROM performance_schema.metadata_locks l"
                        + " JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID"
                        + " LEFT JOIN performance_schema.session_connect_attrs a"
                        + " ON a.PROCESSLIST_ID = t.PROCESSLIST_ID AND a.ATTR_NAME = 'program_name'"
                        + " WHERE l.OBJECT_TYPE = 'TABLE' AND l.LOCK_STATUS = 'GRANTED' AND l.OBJECT_SCHEMA = DATABASE()"
                        + " AND t.PROCESSLIST_ID <> CONNECTION_ID()"
                        + " AND COALESCE(a.ATTR_VALUE, '') NOT LIKE 'lockstep-agent%'"
                        + " AND l.OBJECT_NAME IN (" + Query.placeholders(tables.size()) + ")"
                        + " GROUP BY t.PROCESSLIST_ID ORDER BY 2 DESC LIMIT 10",
                List.copyOf(tables),
                Blockers::sentence);
    }

    private static List<String> openTransactions(Connection observer) throws SQLException {
        return Query.list(
                observer,
                "SELECT p.ID, TIMESTAMPDIFF(SECOND, x.trx_started, NOW()), p.USER, COALESCE(p.INFO, 'idle'), p.HOST"
                        + " FROM information_schema.INNODB_TRX x"
                        + " JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id"
                        + " WHERE p.DB = DATABASE() AND p.ID <> CONNECTION_ID()"
                        + " AND COALESCE(p.INFO, '') NOT LIKE 'ALTER TABLE%'"
                        + " ORDER BY x.trx_started LIMIT 10",
                List.of(),
                Blockers::sentence);
    }

    private static String sentence(ResultSet row) throws SQLException {
        String query = row.getString(4).replaceAll("\\s+", " ");
        String shown =
                query.length() <= DESCRIBED_QUERY_LENGTH ? query : query.substring(0, DESCRIBED_QUERY_LENGTH) + "...";
        return "session " + row.getString(1) + " of " + row.getString(3) + " (" + row.getString(5) + "), open for "
                + row.getString(2) + " s: " + shown;
    }
}
