package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Checks, among them the ones that MariaDB puts on JSON columns by itself. */
final class CheckDefinitions implements CatalogPart {
    private final MySqlServer server;

    CheckDefinitions(MySqlServer server) {
        this.server = server;
    }

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        String sql = server.isMariaDb()
                ? "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL, 'YES' AS ENFORCED"
                        + " FROM information_schema.CHECK_CONSTRAINTS WHERE "
                        + scope.condition("CONSTRAINT_SCHEMA", "TABLE_NAME")
                : "SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, 'Table' AS LEVEL, t.ENFORCED"
                        + " FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c"
                        + " ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME"
                        + " WHERE t.CONSTRAINT_TYPE = 'CHECK' AND "
                        + scope.condition("t.TABLE_SCHEMA", "t.TABLE_NAME");
        Query.forEach(connection, sql, scope.parameters(), row -> put(row, scope, draft));
    }

    private static void put(ResultSet row, CatalogScope scope, CatalogDraft draft) throws SQLException {
        String name = row.getString("CONSTRAINT_NAME");
        String table = row.getString("TABLE_NAME");
        // A check of a column has the column's name, which a check of the table may have too.
        String path = row.getString("LEVEL").equals("Column")
                ? Paths.inTable(table, "column", name) + "/check"
                : Paths.inTable(table, "constraint", name);
        String enforced = row.getString("ENFORCED").equals("NO") ? " not enforced" : "";
        draft.put(path, "check (" + scope.withoutSchema(row.getString("CHECK_CLAUSE")) + ")" + enforced);
    }
}
