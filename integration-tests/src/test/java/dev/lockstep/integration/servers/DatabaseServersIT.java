package dev.lockstep.integration.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers of the tests, wherever they come from: what was acknowledged before a kill is there after the next start, at the same address. */
class DatabaseServersIT {
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aServerKeepsItsDataOverAKill(String engine) throws SQLException {
        try (DatabaseServer server = TestServers.another(engine)) {
            server.start();
            server.createDatabase("shop");
            String url = server.jdbcUrl("shop");
            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
                statement.execute("INSERT INTO item VALUES (1, 'früh')");
                server.kill();
            }
            assertThat(server.isRunning()).isFalse();

            server.start();
            assertThat(server.jdbcUrl("shop")).isEqualTo(url);
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT name, version() FROM item")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("früh");
                assertThat(row.getString(2)).contains(server.version());
            }
            if (!engine.equals("postgres")) {
                assertThatItKeepsRowsInItsBinaryLog(server);
            }
            server.stop();
            assertThat(server.isRunning()).isFalse();
        }
    }

    private static void assertThatItKeepsRowsInItsBinaryLog(DatabaseServer server) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("shop"), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@log_bin, @@binlog_format")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
            assertThat(row.getString(2)).isEqualTo("ROW");
        }
    }
}
