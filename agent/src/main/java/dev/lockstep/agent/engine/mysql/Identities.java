package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.ServerIdentity;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Who a server says it is. MySQL has a uuid that lives in its data folder. MariaDB has none: its {@code server_uid} is made of the port and the network card,
 * and so changes when a server comes back on another port; host and data folder together stay, and differ between any two servers.
 */
final class Identities {
    private static final int MAX_LENGTH = 400;

    private Identities() {}

    static ServerIdentity read(Connection connection) throws SQLException {
        MySqlServer server = MySqlServer.read(connection);
        if (!server.isSupported()) {
            throw new SQLException("expected MySQL 8.0.12 or later, or MariaDB 10.11 or later, found "
                    + server.family().word() + " " + server.version() + "; upgrade the server");
        }
        String identity = server.isMariaDb()
                ? Query.text(connection, "SELECT CONCAT(@@hostname, ':', @@datadir)")
                : Query.text(connection, "SELECT @@server_uuid");
        return new ServerIdentity(
                server.family().engine(),
                server.version(),
                Names.within(MAX_LENGTH, identity + "/" + NodeSchema.of(connection)));
    }
}
