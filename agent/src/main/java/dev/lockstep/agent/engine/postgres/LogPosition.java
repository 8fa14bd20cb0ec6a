package dev.lockstep.agent.engine.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** How far the server is in its write-ahead log. */
final class LogPosition {
    /** A function that may not be called fails even where it would not be reached, and would take a step's transaction with it. */
    private static final String MAY_ASK =
            "SELECT has_function_privilege('pg_catalog.pg_current_wal_insert_lsn()', 'EXECUTE')";

    private static final String WRITTEN =
            "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint END";

    private LogPosition() {}

    static OptionalLong read(Statement statement) throws SQLException {
        try (ResultSet may = statement.executeQuery(MAY_ASK)) {
            may.next();
            if (!may.getBoolean(1)) {
                return OptionalLong.empty();
            }
        }
        try (ResultSet written = statement.executeQuery(WRITTEN)) {
            written.next();
            long bytes = written.getLong(1);
            return written.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
        }
    }
}
