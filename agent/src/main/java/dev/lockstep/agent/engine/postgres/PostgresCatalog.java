package dev.lockstep.agent.engine.postgres;

import dev.lockstep.fingerprint.Catalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeMap;
import org.postgresql.PGStatement;

/** Reads what is in a database. Leaves the session as it found it. */
final class PostgresCatalog {
    private PostgresCatalog() {}

    /** What users made, in this scope. */
    static Catalog read(Connection connection, CatalogScope scope) throws SQLException {
        return ask(connection, CatalogQueries.of(scope), namesOf(scope));
    }

    /** The copies of a rehearsal, inside of its transaction. */
    static Catalog readRehearsal(Connection connection, CatalogScope scope) throws SQLException {
        return ask(connection, CatalogQueries.rehearsal(scope), namesOf(scope));
    }

    /** One of those copies, with what is in it, and nothing else. */
    static Catalog readRehearsed(Connection connection, CatalogScope scope, TableName table) throws SQLException {
        return ask(
                connection,
                CatalogQueries.rehearsed(scope),
                query -> query.setString(1, RehearsedTable.onStage(table)));
    }

    private static Parameters namesOf(CatalogScope scope) {
        return query -> {
            if (!scope.names().isEmpty()) {
                Object[] names = scope.names().toArray();
                query.setArray(1, query.getConnection().createArrayOf("text", names));
            }
        };
    }

    /**
     * With only pg_catalog in the search path the server writes the schema before every name, whatever the session's path is. The server keeps the plan of the
     * query from the first time on, whatever is asked for: it takes several times longer to make than to run.
     */
    private static Catalog ask(Connection connection, String sql, Parameters parameters) throws SQLException {
        boolean alone = connection.getAutoCommit();
        try (Statement statement = connection.createStatement();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.unwrap(PGStatement.class).setPrepareThreshold(1);
            parameters.set(query);
            String restore = settings(statement);
            if (alone) {
                connection.setAutoCommit(false);
            }
            try {
                statement.execute("SET LOCAL search_path = pg_catalog; SET LOCAL plan_cache_mode = force_generic_plan");
                Catalog catalog = collect(query.executeQuery());
                statement.execute(restore);
                return catalog;
            } finally {
                if (alone) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    /** A statement that sets again what is changed here. */
    private static String settings(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("""
                SELECT pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%L, %L, true)', name, pg_catalog.current_setting(name)), ', ')
                FROM (VALUES ('search_path'), ('plan_cache_mode')) changed (name)
                """)) {
            rows.next();
            return "SELECT " + rows.getString(1);
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

    /** Sets what a query asks for. */
    private interface Parameters {
        void set(PreparedStatement query) throws SQLException;
    }
}
