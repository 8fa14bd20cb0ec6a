package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node of the sandbox, on a database server of its own.
 *
 * @param name such as {@code shard-1}
 * @param labels for waves, such as {@code canary: true}
 */
public record SandboxNode(String name, Map<String, String> labels, DatabaseServer server) {

    public SandboxNode {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** "postgres", "mysql" or "mariadb". */
    public String engine() {
        return server.engine();
    }

    public String jdbcUrl() {
        return server.jdbcUrl(SandboxSettings.DATABASE);
    }

    /** A connection as an application would make one. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), server.user(), server.password());
    }
}
