package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Old transactions: each holds up short locks on what it touched, and concurrent index builds anywhere in the database. */
final class LongTransactionsCheck implements PreflightCheck {

    private static final String QUERY = """
            SELECT pid, coalesce(usename, ''), coalesce(application_name, ''), coalesce(state, ''),
              date_trunc('second', now() - xact_start)::text
            FROM pg_stat_activity
            WHERE xact_start < now() - interval '5 minutes' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
              AND (datname = current_database() OR backend_xmin IS NOT NULL)
            ORDER BY xact_start LIMIT 10
            """;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                findings.note(
                        "long-transaction",
                        "session %d (user %s, application \"%s\") has had a transaction open for %s and is now %s; index builds wait for it, so end it if it is not needed"
                                .formatted(
                                        rows.getInt(1),
                                        rows.getString(2),
                                        rows.getString(3),
                                        rows.getString(5),
                                        rows.getString(4)));
            }
        }
    }
}
