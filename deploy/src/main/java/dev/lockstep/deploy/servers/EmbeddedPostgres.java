package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server as a process of its own, with everything that makes a commit durable switched on.
 *
 * <p>Its user is {@code postgres} and not {@code lockstep}: the default search path begins with the schema named like
 * the user, and Lockstep keeps its ledger in a schema of its own name.
 */
public final class EmbeddedPostgres extends DatabaseProcess {

    /** The version whose binaries the build brings. */
    public static final String DEFAULT_VERSION = "16.15.0";

    private static final String USER = "postgres";
    private static final Pattern LAST_PART = Pattern.compile("\\.\\d+$");
    private static final Pattern AFTER_MAJOR = Pattern.compile("\\..*");

    /** The first major version whose {@code initdb} takes settings. */
    private static final int TAKES_SETTINGS = 16;

    private final ServerBinaries binaries;
    private final String binariesVersion;
    private final Unprivileged unprivileged;

    /**
     * A server that is not started yet.
     *
     * @param binariesVersion the version of the artifact with the binaries, such as {@code 16.15.0}
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public EmbeddedPostgres(ServerBinaries binaries, String name, String binariesVersion, Path dataFolder, int port) {
        super(
                name,
                "postgres",
                LAST_PART.matcher(binariesVersion).replaceFirst(""),
                new ServerFolder(dataFolder),
                port);
        this.binaries = binaries;
        this.binariesVersion = binariesVersion;
        this.unprivileged = Unprivileged.detect();
    }

    @Override
    void prepare() {
        super.prepare();
        try {
            unprivileged.own(folder().path());
            forgetForeignProcessId();
        } catch (IOException e) {
            throw new ServerException("Expected to be able to prepare " + folder().data() + ".", e);
        }
    }

    @Override
    void initialise(Path emptyFolder) throws IOException {
        Path passwordFile = folder().path().resolve("password");
        Files.setPosixFilePermissions(emptyFolder, PosixFilePermissions.fromString("rwx------"));
        unprivileged.own(folder().path());
        List<String> command = new ArrayList<>(List.of(
                program("initdb"),
                "--pgdata=" + emptyFolder,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
        if (Integer.parseInt(AFTER_MAJOR.matcher(binariesVersion).replaceFirst("")) >= TAKES_SETTINGS) {
            // Hashing it thousands of times with each login protects a password that can be guessed; ours is random.
            command.add("--set=scram_iterations=1");
        }
        ChildProcess.run(name() + " initdb", unprivileged.command(command), environment(), folder());
    }

    /**
     * PostgreSQL does not start while its old process id is in use. After a reboot somebody else may have it; that our
     * own server has gone is made sure of before this is called.
     */
    private void forgetForeignProcessId() throws IOException {
        Path lock = folder().data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        String pid = Files.readAllLines(lock, StandardCharsets.UTF_8).get(0).strip();
        Path commandLine = Path.of("/proc", pid, "cmdline");
        if (Files.exists(commandLine)
                && !Files.readString(commandLine, StandardCharsets.ISO_8859_1).contains("postgres")) {
            Files.delete(lock);
        }
    }

    @Override
    List<String> command() {
        return unprivileged.command(List.of(
                program("postgres"),
                "-D",
                folder().data().toString(),
                "-p",
                Integer.toString(port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "max_wal_size=512MB",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                "-c",
                "logging_collector=off"));
    }

    private String program(String name) {
        return binaries.postgres(binariesVersion).resolve("bin").resolve(name).toString();
    }

    @Override
    Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    /** Fast shutdown: the default of SIGTERM would wait for every client to leave. */
    @Override
    String stopSignal() {
        return "INT";
    }

    /** A backend that is busy with a query does not notice that the postmaster has gone, and keeps the next one out. */
    @Override
    void endOrphans() {
        LinuxProcess.killAll(LinuxProcess.workingIn(folder().data(), "postgres:"));
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    String administrativeDatabase() {
        return "postgres";
    }

    @Override
    boolean exists(Connection connection, String database) throws SQLException {
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            return query.executeQuery().next();
        }
    }

    @Override
    String createStatement(String database) {
        return "CREATE DATABASE \"" + database + "\" ENCODING 'UTF8' TEMPLATE template0";
    }

    @Override
    List<String> dropStatements(String database) {
        return List.of(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'",
                "DROP DATABASE IF EXISTS \"" + database + "\"");
    }
}
