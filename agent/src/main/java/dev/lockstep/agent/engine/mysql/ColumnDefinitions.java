package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns: type, nullability, default and what else the server knows; not their position. */
final class ColumnDefinitions implements CatalogPart {

    /** MariaDB shows display widths that mean nothing and that MySQL has dropped; {@code tinyint(1)} is kept, for it says boolean. */
    private static final Pattern DISPLAY_WIDTH =
            Pattern.compile("^(smallint|mediumint|int|bigint)\\(\\d+\\)(?! zerofill| unsigned zerofill)");

    private static final Pattern TINY_WIDTH =
            Pattern.compile("^tinyint\\((?!1\\))\\d+\\)(?! zerofill| unsigned zerofill)");

    private static final String NOT_SHOWN = " default (not shown)";

    private final MySqlServer server;

    ColumnDefinitions(MySqlServer server) {
        this.server = server;
    }

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Map<String, List<String>> notShown = new TreeMap<>();
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA,"
                        + " GENERATION_EXPRESSION, COLLATION_NAME, COLUMN_COMMENT, "
                        + (server.isMariaDb() ? "NULL AS SRS_ID" : "SRS_ID")
                        + " FROM information_schema.COLUMNS WHERE "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME"),
                scope.parameters(),
                row -> {
                    put(row, scope, draft);
                    if (row.getString("COLUMN_DEFAULT") == null && isExpression(row.getString("EXTRA"))) {
                        notShown.computeIfAbsent(row.getString("TABLE_NAME"), unused -> new ArrayList<>())
                                .add(row.getString("COLUMN_NAME"));
                    }
                });
        completeDefaults(connection, scope, draft, notShown);
    }

    private void put(ResultSet row, CatalogScope scope, CatalogDraft draft) throws SQLException {
        String table = row.getString("TABLE_NAME");
        if (!draft.has(Paths.table(table))) {
            return; // a view's column: it follows from the view
        }
        StringBuilder definition = new StringBuilder(type(row.getString("COLUMN_TYPE")));
        String collation = row.getString("COLLATION_NAME");
        if (collation != null) {
            definition.append(" collate ").append(CatalogScope.collation(collation));
        }
        String coordinates = row.getString("SRS_ID");
        if (coordinates != null) {
            definition.append(" srid ").append(coordinates);
        }
        boolean nullable = row.getString("IS_NULLABLE").equals("YES");
        definition.append(nullable ? " null" : " not null");
        String extra = row.getString("EXTRA");
        definition.append(defaultOf(row.getString("COLUMN_DEFAULT"), extra, nullable));
        String rest =
                extra.toLowerCase(Locale.ROOT).replace("default_generated", "").trim();
        if (!rest.isEmpty()) {
            definition.append(' ').append(rest);
        }
        String generation = row.getString("GENERATION_EXPRESSION");
        if (generation != null && !generation.isEmpty()) {
            definition.append(" as (").append(scope.withoutSchema(generation)).append(')');
        }
        TableDefinitions.appendComment(definition, row.getString("COLUMN_COMMENT"));
        draft.put(Paths.inTable(table, "column", row.getString("COLUMN_NAME")), definition.toString());
    }

    /** MariaDB shows defaults as SQL; MySQL shows constants bare, and marks expressions. */
    private String defaultOf(@Nullable String shown, String extra, boolean nullable) {
        boolean expression = isExpression(extra);
        if (shown == null) {
            return expression ? NOT_SHOWN : "";
        }
        if (server.isMariaDb()) {
            return nullable && shown.equals("NULL") ? "" : " default " + shown;
        }
        return " default " + (expression ? "(" + shown.replace("\\'", "'") + ")" : Sql.text(shown));
    }

    private static boolean isExpression(String extra) {
        return extra.toUpperCase(Locale.ROOT).contains("DEFAULT_GENERATED");
    }

    /** After ALTER COLUMN ... SET DEFAULT (expression), MySQL does not show the expression here until the next ALTER of the table. */
    private static void completeDefaults(
            Connection connection, CatalogScope scope, CatalogDraft draft, Map<String, List<String>> notShown)
            throws SQLException {
        for (Map.Entry<String, List<String>> table : notShown.entrySet()) {
            CreateStatement create = CreateStatement.read(connection, scope.schema(), table.getKey());
            for (String column : table.getValue()) {
                String path = Paths.inTable(table.getKey(), "column", column);
                String expression = create.defaultExpression(column).orElse("");
                draft.replace(path, NOT_SHOWN, " default (" + expression + ")");
            }
        }
    }

    static String type(String shown) {
        String type = DISPLAY_WIDTH.matcher(shown).replaceFirst("$1");
        return TINY_WIDTH.matcher(type).replaceFirst("tinyint");
    }
}
