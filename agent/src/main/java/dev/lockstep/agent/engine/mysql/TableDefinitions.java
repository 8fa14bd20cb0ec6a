package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables with engine, collation and options, and their partitions. Row format only where somebody asked for one. */
final class TableDefinitions implements CatalogPart {

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT"
                        + " FROM information_schema.TABLES WHERE TABLE_TYPE NOT LIKE '%VIEW%' AND "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME"),
                scope.parameters(),
                row -> put(row, draft));
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, SUBPARTITION_METHOD,"
                        + " PARTITION_EXPRESSION, SUBPARTITION_EXPRESSION, PARTITION_DESCRIPTION,"
                        + " PARTITION_COMMENT FROM information_schema.PARTITIONS"
                        + " WHERE PARTITION_NAME IS NOT NULL AND "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME"),
                scope.parameters(),
                row -> putPartition(row, draft));
    }

    private static void put(ResultSet row, CatalogDraft draft) throws SQLException {
        StringBuilder definition = new StringBuilder(
                row.getString("TABLE_TYPE").toLowerCase(Locale.ROOT).replace("base table", "table"));
        append(definition, "engine", row.getString("ENGINE"));
        String collation = row.getString("TABLE_COLLATION");
        append(definition, "collate", collation == null ? null : CatalogScope.collation(collation));
        append(definition, "options", options(row.getString("CREATE_OPTIONS")));
        appendComment(definition, row.getString("TABLE_COMMENT"));
        draft.put(Paths.table(row.getString("TABLE_NAME")), definition.toString());
    }

    private static void putPartition(ResultSet row, CatalogDraft draft) throws SQLException {
        StringBuilder definition = new StringBuilder(row.getString("PARTITION_METHOD"));
        append(definition, "by", row.getString("PARTITION_EXPRESSION"));
        append(definition, "values", row.getString("PARTITION_DESCRIPTION"));
        append(definition, "sub", row.getString("SUBPARTITION_METHOD"));
        append(definition, "by", row.getString("SUBPARTITION_EXPRESSION"));
        appendComment(definition, row.getString("PARTITION_COMMENT"));
        String sub = row.getString("SUBPARTITION_NAME");
        String name = row.getString("PARTITION_NAME") + (sub == null ? "" : "." + sub);
        draft.put(Paths.inTable(row.getString("TABLE_NAME"), "partition", name), definition.toString());
    }

    private static String options(String options) {
        if (options == null) {
            return "";
        }
        return Arrays.stream(options.toLowerCase(Locale.ROOT).split(" "))
                .filter(option -> !option.isEmpty() && !option.equals("partitioned"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static void append(StringBuilder definition, String word, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            definition.append(' ').append(word).append(' ').append(value);
        }
    }

    static void appendComment(StringBuilder definition, @Nullable String comment) {
        append(definition, "comment", comment == null || comment.isEmpty() ? null : Sql.text(comment));
    }
}
