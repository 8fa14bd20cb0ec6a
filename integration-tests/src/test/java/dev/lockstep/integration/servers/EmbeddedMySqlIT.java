package dev.lockstep.integration.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedMySql;
import dev.lockstep.deploy.servers.ServerBinaries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real MySQL server: what was acknowledged before a kill is there after the next start, at the same address. */
class EmbeddedMySqlIT {

    @TempDir
    private Path folder;

    @Test
    void mySqlKeepsItsDataOverAKill() throws Exception {
        try (DatabaseServer server = new EmbeddedMySql(
                ServerBinaries.standard(), "my", EmbeddedMySql.DEFAULT_VERSION, folder.resolve("my"), 0)) {
            server.start();
            server.createDatabase("shop");
            String url = server.jdbcUrl("shop");
            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
                statement.execute("INSERT INTO item VALUES (1, 'früh')");
                server.kill();
            }
            assertThat(server.isRunning()).isFalse();

            server.start();

            assertThat(server.jdbcUrl("shop")).isEqualTo(url);
            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("SELECT name, version(), @@log_bin, @@binlog_format FROM item")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("früh");
                assertThat(row.getString(2)).isEqualTo(server.version()).isEqualTo("8.0.33");
                assertThat(row.getBoolean(3)).isTrue();
                assertThat(row.getString(4)).isEqualTo("ROW");
            }
        }
    }
}
