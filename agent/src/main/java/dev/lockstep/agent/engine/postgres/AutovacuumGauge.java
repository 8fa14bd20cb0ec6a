package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A vacuum of the server's own on the table: both want the same pages, and it makes room that the backfill can use. */
final class AutovacuumGauge implements StrainGauge {
    private static final String RUNNING = """
            SELECT a.pid FROM pg_stat_progress_vacuum p JOIN pg_stat_activity a ON a.pid = p.pid
            WHERE p.relid = to_regclass(?) AND p.datname = current_database() AND a.application_name NOT LIKE 'lockstep-agent %'
            """;

    private final TableName table;

    AutovacuumGauge(TableName table) {
        this.table = table;
    }

    @Override
    public Optional<Strain> look(Connection observer) throws SQLException {
        try (PreparedStatement query = observer.prepareStatement(RUNNING)) {
            query.setString(1, table.sql());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Strain("session %d vacuums %s".formatted(rows.getInt(1), table.shown()), false))
                        : Optional.empty();
            }
        }
    }
}
