package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container of its official image. Without a container engine its start fails with the engine's reason. */
final class ContainerDatabase implements DatabaseServer {
    private static final Duration RESTART_PATIENCE = Duration.ofSeconds(60);

    private final JdbcDatabaseContainer<?> container;
    private final int port = freePort();
    private final DatabaseServer server;
    private boolean running;

    ContainerDatabase(String engine) {
        this.container = switch (engine) {
            case "postgres" ->
                new PostgreSQLContainer("postgres:16").withCommand("postgres", "-c", "max_connections=200");
            case "mariadb" ->
                new MariaDb("mariadb:11.4")
                        .withUsername("root")
                        .withCommand("--log-bin", "--binlog-format=ROW", "--character-set-server=utf8mb4");
            case "mysql" -> new MySQLContainer("mysql:8.0").withUsername("root");
            default -> throw new IllegalArgumentException("no such engine: " + engine);
        };
        boolean postgres = engine.equals("postgres");
        // An engine gives another port at each start, unless one is asked for.
        container.setPortBindings(List.of(port + ":" + (postgres ? 5432 : 3306)));
        String url = postgres ? "jdbc:postgresql://%s:%d/%s" : "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true";
        this.server = new AddressedDatabase(
                engine,
                url.formatted(container.getHost(), port, container.getDatabaseName()),
                container.getUsername(),
                container.getPassword());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            container.start();
        } else {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            Awaitility.await()
                    .atMost(RESTART_PATIENCE)
                    .ignoreExceptions()
                    .until(() -> !server.version().isEmpty());
        }
        running = true;
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
        running = false;
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public String engine() {
        return server.engine();
    }

    @Override
    public String version() {
        return server.version();
    }

    @Override
    public String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public void createDatabase(String database) {
        server.createDatabase(database);
    }

    @Override
    public void dropDatabase(String database) {
        server.dropDatabase(database);
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Path dataFolder() {
        throw new UnsupportedOperationException("the data of a container cannot be seen");
    }

    @Override
    public void close() {
        container.stop();
        running = false;
    }

    /** Reached, as by agents, with MySQL's driver. */
    private static final class MariaDb extends MariaDBContainer {
        MariaDb(String image) {
            super(image);
        }

        @Override
        public String getDriverClassName() {
            return "com.mysql.cj.jdbc.Driver";
        }

        @Override
        public String getJdbcUrl() {
            return super.getJdbcUrl().replaceFirst("^jdbc:mariadb:", "jdbc:mysql:");
        }
    }
}
