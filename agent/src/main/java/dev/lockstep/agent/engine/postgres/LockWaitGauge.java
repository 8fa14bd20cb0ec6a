package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Somebody waits for a row that a batch has: the application works on what is filled right now. */
final class LockWaitGauge implements StrainGauge {
    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity w
            WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' AND w.application_name NOT LIKE 'lockstep-agent %'
              AND EXISTS (SELECT FROM unnest(pg_blocking_pids(w.pid)) AS b JOIN pg_stat_activity o ON o.pid = b
                          WHERE o.application_name = 'lockstep-agent backfill')
            """;

    @Override
    public Optional<Strain> look(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(WAITING)) {
            rows.next();
            int waiting = rows.getInt(1);
            return waiting == 0
                    ? Optional.empty()
                    : Optional.of(new Strain(
                            waiting + (waiting == 1 ? " session waits" : " sessions wait") + " for rows of a batch",
                            false));
        }
    }
}
