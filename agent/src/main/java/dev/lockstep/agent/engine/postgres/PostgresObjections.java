package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** What is wrong with talking to a server at all. */
final class PostgresObjections {
    private PostgresObjections() {}

    static List<String> of(Connection connection) throws SQLException {
        List<String> objections = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            String first = value(statement, "SELECT pg_backend_pid()");
            String second = value(statement, "SELECT pg_backend_pid()");
            String greeted =
                    Integer.toString(connection.unwrap(PGConnection.class).getBackendPID());
            if (!first.equals(second) || !first.equals(greeted)) {
                objections.add(
                        "expected a direct connection, but a pooler stands in between (the server process was %s, then %s; the greeting named %s), which loses session locks; give the agent the server's own address"
                                .formatted(first, second, greeted));
            }
            setting(statement, "fsync", "a crash of the machine would lose committed steps", objections);
            setting(statement, "full_page_writes", "a crash of the machine could tear pages", objections);
            setting(statement, "synchronous_commit", "a crash of the server would lose committed steps", objections);
        }
        return objections;
    }

    private static void setting(Statement statement, String name, String consequence, List<String> objections)
            throws SQLException {
        String value = value(statement, "SELECT current_setting('" + name + "')");
        if (value.equals("off")) {
            objections.add("expected %s = on, found off: %s; turn it on".formatted(name, consequence));
        }
    }

    private static String value(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
