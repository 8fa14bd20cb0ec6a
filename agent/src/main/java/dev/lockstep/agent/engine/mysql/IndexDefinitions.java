package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Indexes with their columns in order; the primary key is one of them. */
final class IndexDefinitions implements CatalogPart {
    private final MySqlServer server;

    IndexDefinitions(MySqlServer server) {
        this.server = server;
    }

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Map<String, StringBuilder> definitions = new LinkedHashMap<>();
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE,"
                        + " INDEX_COMMENT, "
                        + (server.isMariaDb()
                                ? "NULL AS EXPRESSION, IGNORED AS HIDDEN"
                                : "EXPRESSION, IF(IS_VISIBLE = 'YES', 'NO', 'YES') AS HIDDEN")
                        + " FROM information_schema.STATISTICS WHERE "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME")
                        + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
                scope.parameters(),
                row -> add(row, definitions));
        definitions.forEach(
                (path, definition) -> draft.put(path, definition.append(')').toString()));
    }

    private static void add(ResultSet row, Map<String, StringBuilder> definitions) throws SQLException {
        String path = Paths.inTable(row.getString("TABLE_NAME"), "index", row.getString("INDEX_NAME"));
        StringBuilder definition = definitions.get(path);
        if (definition == null) {
            definitions.put(path, head(row).append(" (").append(part(row)));
        } else {
            definition.append(", ").append(part(row));
        }
    }

    private static StringBuilder head(ResultSet row) throws SQLException {
        StringBuilder head = new StringBuilder(row.getInt("NON_UNIQUE") == 0 ? "unique " : "");
        head.append(row.getString("INDEX_TYPE").toLowerCase(java.util.Locale.ROOT));
        if ("YES".equals(row.getString("HIDDEN"))) {
            head.append(" hidden");
        }
        TableDefinitions.appendComment(head, row.getString("INDEX_COMMENT"));
        return head;
    }

    private static String part(ResultSet row) throws SQLException {
        String column = row.getString("COLUMN_NAME");
        StringBuilder part = new StringBuilder(column == null ? "(" + row.getString("EXPRESSION") + ")" : column);
        String prefix = row.getString("SUB_PART");
        if (prefix != null) {
            part.append('(').append(prefix).append(')');
        }
        return part.append("D".equals(row.getString("COLLATION")) ? " desc" : "")
                .toString();
    }
}
