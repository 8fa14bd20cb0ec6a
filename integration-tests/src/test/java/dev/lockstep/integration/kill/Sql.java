package dev.lockstep.integration.kill;

import dev.lockstep.deploy.sandbox.SandboxNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries of a node. */
final class Sql {
    private Sql() {}

    static long count(SandboxNode node, String query) {
        return Long.parseLong(rows(node, query).get(0));
    }

    /** Each row as its values with a space between. */
    static List<String> rows(SandboxNode node, String query) {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException("on node " + node.name() + ": " + failed.getMessage(), failed);
        }
    }
}
