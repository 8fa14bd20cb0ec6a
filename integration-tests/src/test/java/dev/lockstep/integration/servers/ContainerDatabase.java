package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container of its official image. Without a container engine its start fails with the engine's reason. */
final class ContainerDatabase implements DatabaseServer {
    private static final Map<String, String> IMAGES =
            Map.of("postgres", "postgres:16", "mariadb", "mariadb:11.4", "mysql", "mysql:8.0");

    private final String engine;
    private final JdbcDatabaseContainer<?> container;
    private boolean running;

    ContainerDatabase(String engine) {
        this.engine = engine;
        String image = IMAGES.get(engine);
        this.container = switch (engine) {
            case "postgres" -> new PostgreSQLContainer(image).withCommand("postgres", "-c", "max_connections=200");
            case "mariadb" ->
                new MariaDBContainer(image)
                        .withUsername("root")
                        .withCommand("--log-bin", "--binlog-format=ROW", "--character-set-server=utf8mb4");
            case "mysql" -> new MySQLContainer(image).withUsername("root");
            default -> throw new IllegalArgumentException("no such engine: " + engine);
        };
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
        return engine;
    }

    @Override
    public String version() {
        return addressed("").version();
    }

    @Override
    public String jdbcUrl(String database) {
        return addressed("").jdbcUrl(database);
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void createDatabase(String database) {
        addressed("").createDatabase(database);
    }

    @Override
    public void dropDatabase(String database) {
        addressed("").dropDatabase(database);
    }

    private DatabaseServer addressed(String suffix) {
        return AddressedDatabase.fromEnvironment(
                        engine,
                        Map.of(
                                "LOCKSTEP_IT_" + engine.toUpperCase(java.util.Locale.ROOT) + "_URL",
                                container.getJdbcUrl() + suffix,
                                "LOCKSTEP_IT_" + engine.toUpperCase(java.util.Locale.ROOT) + "_USER",
                                user(),
                                "LOCKSTEP_IT_" + engine.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD",
                                password()))
                .orElseThrow();
    }

    @Override
    public String name() {
        return engine;
    }

    @Override
    public String url() {
        return container.getJdbcUrl();
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
}
