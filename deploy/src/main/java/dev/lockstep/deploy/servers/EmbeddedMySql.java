package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A MySQL server as a process of its own, with a row-based binary log and durable commits. */
public final class EmbeddedMySql extends MySqlFamilyProcess {

    /** The version of the artifact that the integration tests bring. */
    public static final String DEFAULT_VERSION = "8.0.33.1";

    private static final Pattern LAST_PART = Pattern.compile("\\.\\d+$");

    /** Linux's native asynchronous I/O needs a library that many machines lack; see {@link ServerBinaries#mySql}. */
    private static final String NO_NATIVE_AIO = "--innodb-use-native-aio=0";

    private final ServerBinaries binaries;
    private final String binariesVersion;

    /**
     * A server that is not started yet.
     *
     * @param binariesVersion the version of the artifact with the binaries, such as {@code 8.0.33.1}
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public EmbeddedMySql(ServerBinaries binaries, String name, String binariesVersion, Path dataFolder, int port) {
        super(name, "mysql", LAST_PART.matcher(binariesVersion).replaceFirst(""), new ServerFolder(dataFolder), port);
        this.binaries = binaries;
        this.binariesVersion = binariesVersion;
    }

    @Override
    List<String> programAndOwnOptions() {
        List<String> command = mysqld();
        command.addAll(List.of("--mysqlx=OFF", "--innodb-redo-log-capacity=128M"));
        return command;
    }

    @Override
    void initialise(Path emptyFolder) throws IOException {
        Path script = folder().path().resolve("initialise.sql");
        // Root has no password here; it stays for the server's own use, and nobody can log in with it.
        Files.writeString(script, createUser() + "ALTER USER root@localhost ACCOUNT LOCK;\n", StandardCharsets.UTF_8);
        List<String> command = mysqld();
        command.addAll(List.of(
                "--initialize-insecure", "--datadir=" + emptyFolder, "--init-file=" + script, "--skip-log-bin"));
        try {
            ChildProcess.run(name() + " initialize", command, Map.of(), folder());
        } finally {
            Files.delete(script);
        }
    }

    private List<String> mysqld() {
        Path home = binaries.mySql(binariesVersion);
        List<String> command = program(home.resolve("bin").resolve("mysqld"), home);
        command.add(NO_NATIVE_AIO);
        return command;
    }
}
