package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A server that can be changed at all: a primary, of a version that was tried, on which this role may make temporary copies. */
final class ServerCheck implements PreflightCheck {

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        if (facts.version().major() > PostgresVersion.NEWEST_TRIED_MAJOR) {
            findings.note(
                    "server-untried",
                    "PostgreSQL %s is newer than any that Lockstep was tried with"
                            .formatted(facts.version().text()));
        }
        String query = """
                SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')::boolean,
                  has_database_privilege(current_database(), 'TEMPORARY')
                """;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            findings.expect(
                    !rows.getBoolean(1),
                    "server-standby",
                    "expected a primary, but this server is a standby; give the agent the primary's address");
            findings.expect(
                    !rows.getBoolean(2),
                    "server-read-only",
                    "expected a server that takes writes, but default_transaction_read_only is on; turn it off for the agent's role");
            findings.expect(
                    rows.getBoolean(3),
                    "privilege-missing",
                    "expected the agent's role to have TEMPORARY on the database, because plans are rehearsed on temporary copies, but it has not; grant it");
        }
    }
}
