package dev.lockstep.agent.engine.mysql;

import com.mysql.cj.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a server, or with the way to it, whatever the change. */
final class ServerObjections {
    private static final int TRIES = 3;

    private ServerObjections() {}

    static List<String> of(Connection connection) throws SQLException {
        List<String> objections = new ArrayList<>(DurabilityCheck.objections(connection));
        if (isThroughProxy(connection)) {
            objections.add("expected a direct connection to the server, found one through a proxy that shares "
                    + "sessions, which loses the node's lock; give the server's own address");
        }
        String cluster = Query.first(
                        connection, "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'", List.of(), row -> row.getString(2))
                .orElse("OFF");
        if (cluster.equals("ON") || cluster.equals("1")) {
            objections.add("expected a server of its own, found a member of a Galera cluster, whose named locks are "
                    + "known to one member only; Lockstep does not change such clusters");
        }
        return objections;
    }

    /** The server told the driver its session's id when it opened; a proxy answers with the ids of others. */
    private static boolean isThroughProxy(Connection connection) throws SQLException {
        String told = Long.toString(
                connection.unwrap(JdbcConnection.class).getSession().getThreadId());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (!Query.text(connection, "SELECT CONNECTION_ID()").equals(told)) {
                return true;
            }
        }
        return false;
    }
}
