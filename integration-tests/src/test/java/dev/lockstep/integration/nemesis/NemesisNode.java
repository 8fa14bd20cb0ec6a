package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A node on a database server of its own.
 *
 * @param name such as {@code shard-1}; its agent has the same number
 */
record NemesisNode(String name, DatabaseServer server) {
    static final String DATABASE = "orders";

    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "90";

    String engine() {
        return server.engine();
    }

    boolean isPostgres() {
        return engine().equals("postgres");
    }

    String jdbcUrl() {
        return server.jdbcUrl(DATABASE);
    }

    /** Port of the server, as its address says. */
    int port() {
        String url = jdbcUrl();
        int colon = url.indexOf(':', url.indexOf("//"));
        return Integer.parseInt(url.substring(colon + 1, url.indexOf('/', colon)));
    }

    /** A connection as an application makes one, past every proxy. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("connectTimeout", isPostgres() ? CONNECT_SECONDS : CONNECT_SECONDS + "000");
        properties.setProperty("socketTimeout", isPostgres() ? ANSWER_SECONDS : ANSWER_SECONDS + "000");
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    /** Whether its agent has received that it has left, and works on nothing more. */
    boolean isDismissed() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery("SELECT kind FROM lockstep.log WHERE kind IN ('dismissed',"
                        + " 'admitted') ORDER BY number DESC")) {
            return last.next() && last.getString(1).equals("dismissed");
        }
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
