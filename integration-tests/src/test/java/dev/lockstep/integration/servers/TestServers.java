package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedMariaDb;
import dev.lockstep.deploy.servers.EmbeddedMySql;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.ServerBinaries;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One database server of each engine for the whole suite, started when first asked for; each test takes databases of its own.
 *
 * <p>Where they come from, in this order: an address in the environment ({@code LOCKSTEP_IT_POSTGRES_URL}, {@code …_USER}, {@code …_PASSWORD}; MARIADB and MYSQL
 * alike); containers of the official images with {@code -Dlockstep.servers=containers}; else processes from Maven artifacts. Without a container engine the
 * second fails with the reason, and skips nothing.
 */
public final class TestServers {
    private static final Map<String, DatabaseServer> RUNNING = new ConcurrentHashMap<>();
    private static final AtomicInteger OTHERS = new AtomicInteger();

    private TestServers() {}

    /** PostgreSQL 16. */
    public static DatabaseServer postgres() {
        return running("postgres");
    }

    /** PostgreSQL of another version, where its binaries are beside those of the others. */
    public static DatabaseServer postgres(String version) {
        return RUNNING.computeIfAbsent("postgres-" + version, name -> {
            DatabaseServer server =
                    new EmbeddedPostgres(ServerBinaries.standard(), name, version, Folder.OF_THE_RUN.resolve(name), 0);
            server.start();
            return server;
        });
    }

    /** MariaDB 11.4. */
    public static DatabaseServer mariaDb() {
        return running("mariadb");
    }

    /** MySQL 8.0. */
    public static DatabaseServer mySql() {
        return running("mysql");
    }

    /** The server of an engine: {@code postgres}, {@code mariadb} or {@code mysql}. */
    public static DatabaseServer running(String engine) {
        return RUNNING.computeIfAbsent(engine, name -> {
            DatabaseServer server = choose(name);
            server.start();
            return server;
        });
    }

    private static DatabaseServer choose(String engine) {
        Optional<DatabaseServer> addressed = AddressedDatabase.fromEnvironment(engine, System.getenv());
        if (addressed.isPresent()) {
            return addressed.get();
        }
        return own(engine, engine);
    }

    /** A server of its own for a test that stops it, not started yet; the caller closes it. */
    static DatabaseServer another(String engine) {
        return own(engine, engine + "-" + OTHERS.incrementAndGet());
    }

    private static DatabaseServer own(String engine, String name) {
        String source = System.getProperty("lockstep.servers", "embedded");
        return switch (source) {
            case "embedded" -> embedded(engine, name);
            case "containers" -> new ContainerDatabase(engine);
            default ->
                throw new IllegalArgumentException(
                        "expected -Dlockstep.servers=embedded or containers, found \"" + source + "\"");
        };
    }

    private static DatabaseServer embedded(String engine, String name) {
        ServerBinaries binaries = ServerBinaries.standard();
        Path folder = Folder.OF_THE_RUN.resolve(name);
        return switch (engine) {
            case "postgres" -> new EmbeddedPostgres(binaries, name, EmbeddedPostgres.DEFAULT_VERSION, folder, 0);
            case "mariadb" -> new EmbeddedMariaDb(binaries, name, EmbeddedMariaDb.DEFAULT_VERSION, folder, 0);
            case "mysql" -> new EmbeddedMySql(binaries, name, EmbeddedMySql.DEFAULT_VERSION, folder, 0);
            default -> throw new IllegalArgumentException("no such engine: " + engine.toLowerCase(Locale.ROOT));
        };
    }

    /** Made when the first server needs it. */
    private static final class Folder {
        static final ServersFolder OF_THE_RUN =
                new ServersFolder("lockstep-it-", () -> RUNNING.values().forEach(DatabaseServer::close));
    }

    /** For messages: a value, or what stands for none. */
    static String shown(@Nullable String value) {
        return value == null ? "nothing" : "\"" + value + "\"";
    }
}
