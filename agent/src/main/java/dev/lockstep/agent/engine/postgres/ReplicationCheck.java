package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Standbys: short locks travel to them in the write-ahead log, and queue there behind their readers without any time-out. */
final class ReplicationCheck implements PreflightCheck {

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT string_agg(application_name, ', ' ORDER BY application_name) FROM pg_stat_replication")) {
            rows.next();
            String standbys = rows.getString(1);
            if (standbys != null) {
                findings.note(
                        "standbys",
                        "this server has standbys (%s); a short exclusive lock can wait there behind long readers, so look at them before EXPAND and CONTRACT"
                                .formatted(standbys));
            }
        }
    }
}
