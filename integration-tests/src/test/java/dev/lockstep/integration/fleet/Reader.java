package dev.lockstep.integration.fleet;

import dev.lockstep.v1.Engine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A session that has read a table and stands still in its transaction: nobody can change the table's definition meanwhile. */
public final class Reader implements AutoCloseable {
    private final Connection connection;
    private final String session;

    private Reader(Connection connection, String session) {
        this.connection = connection;
        this.session = session;
    }

    /** Reads {@code orders} and stands still. */
    public static Reader ofOrders(TestNode node) throws SQLException {
        return of(node, "SELECT id FROM orders WHERE id = 1");
    }

    /** Stands still so that nobody can validate a constraint of {@code orders} either; rows can be written. */
    public static Reader likeMaintenanceOfOrders(TestNode node) throws SQLException {
        return node.engine() == Engine.POSTGRES
                ? of(node, "LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE")
                : ofOrders(node);
    }

    private static Reader of(TestNode node, String sql) throws SQLException {
        Connection connection = node.connect();
        connection.setAutoCommit(false);
        String ask = node.engine() == Engine.POSTGRES ? "SELECT pg_backend_pid()" : "SELECT connection_id()";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            try (ResultSet row = statement.executeQuery(ask)) {
                row.next();
                return new Reader(connection, row.getString(1));
            }
        }
    }

    /** Number of the session, as the server knows it. */
    public String session() {
        return session;
    }

    /** Ends the transaction; more than once does no harm. */
    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.rollback();
        connection.close();
    }
}
