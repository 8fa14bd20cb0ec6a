package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a standby is doing, and what it is set to.
 *
 * @param isStandby whether it replays at all
 * @param system identifier of the cluster that it is a copy of
 * @param delaySeconds how far it is behind, beyond the delay that it was told to keep
 * @param streamingDelay how long its readers may hold the replay up: {@code max_standby_streaming_delay}
 * @param feedback whether it keeps the primary from vacuuming what its readers see: {@code hot_standby_feedback}
 */
record StandbyState(boolean isStandby, String system, long delaySeconds, String streamingDelay, boolean feedback) {

    private static final String QUERY = """
            SELECT pg_is_in_recovery(), system_identifier::text,
              CASE WHEN pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() THEN coalesce(floor(
                  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
                  - (SELECT setting::bigint / 1000 FROM pg_settings WHERE name = 'recovery_min_apply_delay'))::bigint, 0)
                ELSE 0 END,
              current_setting('max_standby_streaming_delay'), current_setting('hot_standby_feedback')::boolean
            FROM pg_control_system()
            """;

    static StandbyState read(Connection standby) throws SQLException {
        try (Statement statement = standby.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            rows.next();
            return new StandbyState(
                    rows.getBoolean(1), rows.getString(2), rows.getLong(3), rows.getString(4), rows.getBoolean(5));
        }
    }

    /** What becomes of a reader there, and of all who come after it, when a lock on its table is replayed. */
    String costOfLock() {
        return switch (streamingDelay) {
            case "-1" -> "a lock would stop the replay there until that is over";
            case "0" -> "a lock would cancel that at once";
            default -> "a lock would stop the replay there for up to " + streamingDelay + ", then cancel that";
        };
    }
}
