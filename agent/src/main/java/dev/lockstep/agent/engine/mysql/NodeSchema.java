package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** The schema that a node is. */
final class NodeSchema {
    private NodeSchema() {}

    /** Its name: the one that the session was opened in. */
    static String of(Connection connection) throws SQLException {
        String schema = connection.getCatalog();
        if (schema == null || schema.isEmpty()) {
            throw new SQLException("expected the node's url to name a schema, such as jdbc:mysql://host:3306/orders, "
                    + "but it names none; add it");
        }
        return schema;
    }
}
