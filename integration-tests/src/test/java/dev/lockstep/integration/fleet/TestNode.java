package dev.lockstep.integration.fleet;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.v1.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A node of a test: a database of its own on one of the suite's servers.
 *
 * @param name of the node
 * @param server that holds it
 * @param database its database or schema
 */
public record TestNode(String name, DatabaseServer server, String database) {

    /** Its family. */
    public Engine engine() {
        return Engine.valueOf(server.engine().toUpperCase(Locale.ROOT));
    }

    /** The ledger's schema: of its own where a server has only one level of schemas. */
    public String ledgerSchema() {
        return engine() == Engine.POSTGRES ? "lockstep" : "lockstep_" + database;
    }

    /** A session as an application would have it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
    }

    /** Runs statements, one after the other. */
    public void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("on node " + name + ": " + failed.getMessage(), failed);
        }
    }

    /** The first column of what a query returns, as texts. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException("on node " + name + ": " + failed.getMessage(), failed);
        }
    }
}
