package dev.lockstep.integration.nemesis;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a node's ledger, beside it. Somebody who brings a database back from a backup, and its schema and rows up to date, is left with an older ledger: that
 * is all that differs, so that is all that is kept. The node's agent must not run meanwhile.
 */
final class Backup {
    private static final List<String> TABLES =
            List.of("node", "epoch", "log", "plan", "backfill", "observation", "directive");

    private Backup() {}

    static void take(NemesisNode node) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String table : TABLES) {
            statements.add("DROP TABLE IF EXISTS " + copyOf(table));
            statements.add("CREATE TABLE " + copyOf(table) + " AS SELECT * FROM lockstep." + table);
        }
        node.run(statements.toArray(String[]::new));
    }

    /** All of it, or nothing. */
    static void restore(NemesisNode node) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String table : TABLES) {
                statement.execute("DELETE FROM lockstep." + table);
                statement.execute("INSERT INTO lockstep." + table + " SELECT * FROM " + copyOf(table));
            }
            connection.commit();
        }
    }

    /** In the ledger's schema, which is no part of the node's. */
    private static String copyOf(String table) {
        return "lockstep.copy_of_" + table;
    }
}
