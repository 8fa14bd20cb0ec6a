package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Prepared transactions keep their locks without a session that could be seen or ended. */
final class PreparedTransactionsCheck implements PreflightCheck {

    private static final String QUERY = """
            SELECT gid, owner, date_trunc('second', now() - prepared)::text
            FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared LIMIT 10
            """;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                findings.note(
                        "prepared-transaction",
                        "the prepared transaction '%s' of %s has been waiting for %s and keeps its locks; commit or roll it back if it is forgotten"
                                .formatted(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
    }
}
