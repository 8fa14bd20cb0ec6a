package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Replication slots that nobody reads: they keep all that a backfill writes to the log, until the disk is full, and some keep its dead rows too. */
final class SlotsCheck implements PreflightCheck {

    private static final String QUERY = """
            SELECT slot_name, pg_size_pretty(pg_wal_lsn_diff(
                CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn)),
              xmin IS NOT NULL
            FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL ORDER BY slot_name LIMIT 10
            """;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                findings.note(
                        "slot-unread",
                        "nobody reads the replication slot %s, which keeps %s of log%s, and all that a backfill will write; let its reader come back, or drop it if it is forgotten"
                                .formatted(
                                        rows.getString(1),
                                        rows.getString(2),
                                        rows.getBoolean(3) ? " and dead rows that no vacuum can take away" : ""));
            }
        }
    }
}
