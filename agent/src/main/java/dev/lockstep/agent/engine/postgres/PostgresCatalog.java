package dev.lockstep.agent.engine.postgres;

import dev.lockstep.fingerprint.Catalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeMap;

/** Reads what is in a database. Leaves the session as it found it. */
final class PostgresCatalog {
    private PostgresCatalog() {}

    /** What users made, in this scope. */
    static Catalog read(Connection connection, CatalogScope scope) throws SQLException {
        return readWith(connection, statement -> collect(statement.executeQuery(CatalogQueries.of(scope))));
    }

    /** The copies of a rehearsal, inside of its transaction. */
    static Catalog readRehearsal(Connection connection, CatalogScope scope) throws SQLException {
        return readWith(connection, statement -> collect(statement.executeQuery(CatalogQueries.rehearsal(scope))));
    }

    /** One of those copies, with what is in it, and nothing else. The driver has the server keep the plan of the query, which takes longer to make than to run. */
    static Catalog readRehearsed(Connection connection, CatalogScope scope, TableName table) throws SQLException {
        return readWith(connection, statement -> {
            try (PreparedStatement query = connection.prepareStatement(CatalogQueries.rehearsed(scope))) {
                query.setString(1, RehearsedTable.onStage(table));
                return collect(query.executeQuery());
            }
        });
    }

    /** With only pg_catalog in the search path the server writes the schema before every name, whatever the session's path is. */
    private static Catalog readWith(Connection connection, Look look) throws SQLException {
        boolean alone = connection.getAutoCommit();
        try (Statement statement = connection.createStatement()) {
            String path = searchPath(statement);
            if (alone) {
                connection.setAutoCommit(false);
            }
            try {
                statement.execute("SET LOCAL search_path = pg_catalog");
                Catalog catalog = look.through(statement);
                statement.execute("SELECT pg_catalog.set_config('search_path', " + Quoting.literal(path) + ", true)");
                return catalog;
            } finally {
                if (alone) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    private static String searchPath(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT pg_catalog.current_setting('search_path')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Catalog collect(ResultSet found) throws SQLException {
        TreeMap<String, String> schema = new TreeMap<>();
        TreeMap<String, String> own = new TreeMap<>();
        try (ResultSet rows = found) {
            while (rows.next()) {
                String definition = rows.getString(2);
                if (definition == null) {
                    continue; // dropped by somebody while the server was writing it out
                }
                (rows.getBoolean(3) ? own : schema).put(rows.getString(1), definition);
            }
        }
        return new Catalog(schema, own);
    }

    /** Asks, and reads the answer. */
    private interface Look {
        Catalog through(Statement statement) throws SQLException;
    }
}
