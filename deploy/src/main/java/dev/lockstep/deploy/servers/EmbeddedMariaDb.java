package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A MariaDB server as a process of its own, with a row-based binary log and durable commits. */
public final class EmbeddedMariaDb extends MySqlFamilyProcess {

    /** The version whose binaries the build brings. */
    public static final String DEFAULT_VERSION = "11.4.5";

    /** In the order in which the server's own install script feeds them. */
    private static final List<String> SYSTEM_SCRIPTS = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    private static final String REDO_LOG = "--innodb-log-file-size=64M";

    private final ServerBinaries binaries;

    /**
     * A server that is not started yet.
     *
     * @param version the version of the artifact with the binaries, such as {@code 11.4.5}
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public EmbeddedMariaDb(ServerBinaries binaries, String name, String version, Path dataFolder, int port) {
        super(name, "mariadb", version, new ServerFolder(dataFolder), port);
        this.binaries = binaries;
    }

    /** Without encryption, for which each new server would first spend 10 seconds on making keys. */
    @Override
    List<String> programAndOwnOptions() {
        List<String> command = mariadbd();
        command.addAll(List.of("--skip-ssl", REDO_LOG));
        return command;
    }

    @Override
    void initialise(Path emptyFolder) throws IOException {
        Path script = folder().path().resolve("initialise.sql");
        Files.writeString(script, initialisation(), StandardCharsets.UTF_8);
        List<String> command = mariadbd();
        command.addAll(List.of("--bootstrap", "--datadir=" + emptyFolder, "--skip-log-bin", REDO_LOG));
        List<String> fed = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" <\"$0\"", script.toString()));
        fed.addAll(command);
        try {
            ChildProcess.run(name() + " bootstrap", fed, Map.of(), folder());
        } finally {
            Files.delete(script);
        }
    }

    private String initialisation() throws IOException {
        StringBuilder sql = new StringBuilder("""
                CREATE DATABASE IF NOT EXISTS mysql;
                USE mysql;
                SET @skip_auth_anonymous = '1';
                SET @auth_root_socket = NULL;
                """);
        for (String script : SYSTEM_SCRIPTS) {
            sql.append(Files.readString(home().resolve("share").resolve(script), StandardCharsets.UTF_8))
                    .append('\n');
        }
        // The scripts make root without a password, for this host's names; nobody here needs them.
        return sql.append("FLUSH PRIVILEGES;\n")
                .append(createUser())
                .append("DELETE FROM mysql.global_priv WHERE User = 'root';\n")
                .append("DELETE FROM mysql.proxies_priv WHERE User = 'root';\n")
                .append("FLUSH PRIVILEGES;\n")
                .toString();
    }

    private List<String> mariadbd() {
        return program(home().resolve("bin").resolve("mariadbd"), home());
    }

    private Path home() {
        return binaries.mariaDb(version());
    }
}
