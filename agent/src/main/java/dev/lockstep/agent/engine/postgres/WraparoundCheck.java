package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A vacuum against wraparound does not yield to anybody, so every step on its table waits until it ends. */
final class WraparoundCheck implements PreflightCheck {

    private static final String QUERY = """
            SELECT a.pid, n.nspname, c.relname FROM pg_stat_progress_vacuum v
            JOIN pg_stat_activity a ON a.pid = v.pid
            JOIN pg_class c ON c.oid = v.relid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE v.datname = current_database() AND a.query LIKE '%(to prevent wraparound)%'
            """;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                TableName table = new TableName(rows.getString(2), rows.getString(3));
                if (facts.table(table).isPresent()) {
                    findings.note(
                            "vacuum-against-wraparound",
                            "session %d vacuums %s against wraparound and does not yield; wait for it before EXPAND"
                                    .formatted(rows.getInt(1), table.shown()));
                }
            }
        }
    }
}
