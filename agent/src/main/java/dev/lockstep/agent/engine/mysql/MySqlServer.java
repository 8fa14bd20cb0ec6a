package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Family and version of a server.
 *
 * @param family told by the word "MariaDB" in the version, never by the product's name or number
 * @param major first part of the version
 * @param minor second part
 * @param patch third part
 */
record MySqlServer(Family family, int major, int minor, int patch) {

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    /** What {@code SELECT VERSION()} says. */
    static MySqlServer of(String version) {
        Family family = version.contains("MariaDB") ? Family.MARIADB : Family.MYSQL;
        // Old MariaDB servers pretend to be MySQL 5.5.5 in front of their own number.
        Matcher numbers = NUMBERS.matcher(version.startsWith("5.5.5-") ? version.substring(6) : version);
        if (!numbers.find()) {
            throw new IllegalArgumentException("expected a version such as 8.0.33, found " + version);
        }
        return new MySqlServer(
                family,
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
    }

    static MySqlServer read(Connection connection) throws SQLException {
        return of(Query.text(connection, "SELECT VERSION()"));
    }

    boolean isMariaDb() {
        return family == Family.MARIADB;
    }

    boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
        if (major != otherMajor) {
            return major > otherMajor;
        }
        return minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
    }

    /** Whether the engine's recipes were made for it. */
    boolean isSupported() {
        return isMariaDb() ? atLeast(10, 11, 0) : atLeast(8, 0, 12);
    }

    String version() {
        return major + "." + minor + "." + patch;
    }

    /** The servers that a plan made for this one is right for. */
    String versionClass() {
        return family.word() + " " + major + "." + minor;
    }
}
