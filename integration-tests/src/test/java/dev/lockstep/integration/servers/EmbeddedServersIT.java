package dev.lockstep.integration.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedMariaDb;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerBinaries;
import dev.lockstep.deploy.servers.ServerSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: what was acknowledged before a kill is there after the next start, at the same address. */
class EmbeddedServersIT {

    private final ServerBinaries binaries = ServerBinaries.standard();

    @TempDir
    private Path folder;

    @Test
    void postgresKeepsItsDataOverAKill() throws Exception {
        try (DatabaseServer server =
                new EmbeddedPostgres(binaries, "pg", EmbeddedPostgres.DEFAULT_VERSION, folder.resolve("pg"), 0)) {
            databaseKeepsItsDataOverAKill(server, "16.15");
        }
    }

    @Test
    void mariaDbKeepsItsDataOverAKill() throws Exception {
        try (DatabaseServer server =
                new EmbeddedMariaDb(binaries, "ma", EmbeddedMariaDb.DEFAULT_VERSION, folder.resolve("ma"), 0)) {
            databaseKeepsItsDataOverAKill(server, "11.4.5-MariaDB");
        }
    }

    private static void databaseKeepsItsDataOverAKill(DatabaseServer server, String version) throws Exception {
        server.start();
        server.createDatabase("shop");
        server.createDatabase("shop");
        String url = server.jdbcUrl("shop");
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
            statement.execute("INSERT INTO item VALUES (1, 'früh')");
            long pid = server.pid().orElseThrow();

            server.kill();

            assertThat(server.isRunning()).isFalse();
            assertThat(ProcessHandle.of(pid)).isEmpty();
        }
        server.start();
        assertThat(server.jdbcUrl("shop")).isEqualTo(url);
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                var rows = connection.createStatement().executeQuery("SELECT name, version() FROM item")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("früh");
            assertThat(rows.getString(2)).contains(version);
        }
        server.dropDatabase("shop");
        server.stop();
        assertThat(server.pid()).isEmpty();
    }

    @Test
    void kafkaKeepsItsTopicsOverARestart() throws Exception {
        try (Server server = new EmbeddedKafka("kafka", folder.resolve("kafka"), 0)) {
            kafkaKeepsItsTopics(server);
        }
    }

    private static void kafkaKeepsItsTopics(Server server) throws Exception {
        server.start();
        String url = server.url();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", url))) {
            admin.createTopics(List.of(new NewTopic("journal", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        server.kill();
        assertThat(server.isRunning()).isFalse();
        server.start();
        assertThat(server.url()).isEqualTo(url);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", url))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).containsExactly("journal");
        }
    }

    @Test
    void zooKeeperKeepsItsNodesOverARestart() throws Exception {
        try (Server server = new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0)) {
            zooKeeperKeepsItsNodes(server);
        }
    }

    private static void zooKeeperKeepsItsNodes(Server server) throws Exception {
        server.start();
        String url = server.url();
        try (ZooKeeper client = new ZooKeeper(url, 10_000, event -> {})) {
            client.create("/gate", new byte[] {1}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        server.kill();
        assertThat(server.isRunning()).isFalse();
        server.start();
        assertThat(server.url()).isEqualTo(url);
        try (ZooKeeper client = new ZooKeeper(url, 10_000, event -> {})) {
            assertThat(client.getData("/gate", false, null)).containsExactly(1);
        }
    }

    @Test
    void aSetStartsSideBySideAndLeavesNothingRunning() throws Exception {
        List<Server> servers = List.of(
                new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0),
                new EmbeddedPostgres(binaries, "pg1", EmbeddedPostgres.DEFAULT_VERSION, folder.resolve("pg1"), 0),
                new EmbeddedMariaDb(binaries, "ma1", EmbeddedMariaDb.DEFAULT_VERSION, folder.resolve("ma1"), 0));
        try (ServerSet set = new ServerSet(servers)) {
            set.start();
            assertThat(set.servers()).allMatch(Server::isRunning);
        }
        assertThat(servers).noneMatch(Server::isRunning);
        assertThat(Files.exists(folder.resolve("pg1/data/postmaster.pid"))).isFalse();
    }
}
