package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** More log than standbys, archives and disks are to take, whoever writes it. */
final class WalRateGauge implements StrainGauge {
    private static final String WRITTEN =
            "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'), extract(epoch FROM clock_timestamp())";
    private static final double MEGABYTE = 1L << 20;

    private final int mostMegabytesPerSecond;
    private double lastMegabytes = -1;
    private double lastSeconds;

    WalRateGauge(int mostMegabytesPerSecond) {
        this.mostMegabytesPerSecond = mostMegabytesPerSecond;
    }

    @Override
    public Optional<Strain> look(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(WRITTEN)) {
            rows.next();
            double megabytes = rows.getDouble(1) / MEGABYTE;
            double seconds = rows.getDouble(2);
            double rate = lastMegabytes < 0 ? 0 : (megabytes - lastMegabytes) / Math.max(0.001, seconds - lastSeconds);
            lastMegabytes = megabytes;
            lastSeconds = seconds;
            return rate > mostMegabytesPerSecond
                    ? Optional.of(new Strain("the server writes %.0f MB of log a second".formatted(rate), true))
                    : Optional.empty();
        }
    }
}
