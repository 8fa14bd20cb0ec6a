package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Tables with many dead rows: every scan and every backfill reads them too, and a vacuum that cannot take them away now will not do so during a backfill. */
final class BloatCheck implements PreflightCheck {

    private static final long MANY = 50_000;

    private static final String QUERY = """
            SELECT n_dead_tup, n_live_tup FROM pg_stat_user_tables
            WHERE schemaname = ? AND relname = ? AND n_dead_tup >= ? AND n_dead_tup > n_live_tup / 5
            """;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            for (TableFacts table : facts.tables().values()) {
                query.setString(1, table.name().schema());
                query.setString(2, table.name().name());
                query.setLong(3, MANY);
                try (ResultSet rows = query.executeQuery()) {
                    if (rows.next()) {
                        findings.note(
                                "dead-rows",
                                String.format(
                                        Locale.ROOT,
                                        "%s has %,d dead rows beside %,d live ones; run VACUUM, and look for what keeps them if they stay",
                                        table.name().shown(),
                                        rows.getLong(1),
                                        rows.getLong(2)));
                    }
                }
            }
        }
    }
}
