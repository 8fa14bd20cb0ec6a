package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Foreign keys; the schema that they refer to is named only when it is another one. */
final class ForeignKeyDefinitions implements CatalogPart {

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Map<String, Parts> keys = new LinkedHashMap<>();
        Query.forEach(
                connection,
                "SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,"
                        + " k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE"
                        + " FROM information_schema.KEY_COLUMN_USAGE k"
                        + " JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
                        + " ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME"
                        + " AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
                        + " WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND "
                        + scope.condition("k.TABLE_SCHEMA", "k.TABLE_NAME")
                        + " ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION",
                scope.parameters(),
                row -> add(row, scope.schema(), keys));
        keys.forEach((path, parts) -> draft.put(path, parts.definition()));
    }

    private static void add(ResultSet row, String schema, Map<String, Parts> keys) throws SQLException {
        String path = Paths.inTable(row.getString("TABLE_NAME"), "constraint", row.getString("CONSTRAINT_NAME"));
        Parts parts = keys.get(path);
        if (parts == null) {
            String other = row.getString("REFERENCED_TABLE_SCHEMA");
            String table = row.getString("REFERENCED_TABLE_NAME");
            parts = new Parts(
                    other.equalsIgnoreCase(schema) ? table : other + "." + table,
                    " on update " + row.getString("UPDATE_RULE") + " on delete " + row.getString("DELETE_RULE"));
            keys.put(path, parts);
        }
        parts.add(row.getString("COLUMN_NAME"), row.getString("REFERENCED_COLUMN_NAME"));
    }

    private static final class Parts {
        private final String target;
        private final String rules;
        private final StringBuilder columns = new StringBuilder();
        private final StringBuilder referenced = new StringBuilder();

        Parts(String target, String rules) {
            this.target = target;
            this.rules = rules;
        }

        void add(String column, String other) {
            columns.append(columns.length() == 0 ? "" : ", ").append(column);
            referenced.append(referenced.length() == 0 ? "" : ", ").append(other);
        }

        String definition() {
            return "foreign key (" + columns + ") references " + target + " (" + referenced + ")" + rules;
        }
    }
}
