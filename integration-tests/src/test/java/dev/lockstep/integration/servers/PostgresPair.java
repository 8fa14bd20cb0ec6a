package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.ServerBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A primary and its streaming standby, which began as a cold copy of the primary's folder. */
public final class PostgresPair implements AutoCloseable {
    private static final int JDBC_PREFIX = "jdbc:postgresql://127.0.0.1:".length();

    private final DatabaseServer primary;
    private final DatabaseServer standby;

    /** @param settings of the standby alone, such as {@code max_standby_streaming_delay = -1} */
    public PostgresPair(Path folder, String... settings) throws IOException {
        primary = server("primary", folder);
        primary.start();
        primary.stop();
        copy(folder.resolve("primary/data"), folder.resolve("standby/data"));
        // The password of the one is the other's, too.
        Files.copy(folder.resolve("primary/password"), folder.resolve("standby/password"));
        Files.createFile(folder.resolve("standby/data/standby.signal"));
        Files.writeString(
                folder.resolve("standby/data/postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%s user=%s password=%s application_name=standby1'%n%s%n"
                        .formatted(port(primary), primary.user(), primary.password(), String.join("\n", settings)));
        standby = server("standby", folder);
        primary.start();
        standby.start();
    }

    private static DatabaseServer server(String name, Path folder) {
        return new EmbeddedPostgres(
                ServerBinaries.standard(), name, EmbeddedPostgres.DEFAULT_VERSION, folder.resolve(name), 0);
    }

    private static String port(DatabaseServer server) {
        String url = server.jdbcUrl("");
        return url.substring(JDBC_PREFIX, url.length() - 1);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        Files.createDirectories(to.getParent());
        for (Path file : files) {
            Files.copy(
                    file,
                    to.resolve(from.relativize(file).toString()),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Takes writes. */
    public DatabaseServer primary() {
        return primary;
    }

    /** Repeats them. */
    public DatabaseServer standby() {
        return standby;
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
