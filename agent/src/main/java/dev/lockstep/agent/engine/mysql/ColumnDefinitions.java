package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns: type, nullability, default and what else the server knows; not their position. */
final class ColumnDefinitions implements CatalogPart {

    /** MariaDB shows display widths that mean nothing and that MySQL has dropped; {@code tinyint(1)} is kept, for it says boolean. */
    private static final Pattern DISPLAY_WIDTH =
            Pattern.compile("^(smallint|mediumint|int|bigint)\\(\\d+\\)(?! zerofill| unsigned zerofill)");

    private static final Pattern TINY_WIDTH =
            Pattern.compile("^tinyint\\((?!1\\))\\d+\\)(?! zerofill| unsigned zerofill)");

    private final MySqlServer server;

    ColumnDefinitions(MySqlServer server) {
        this.server = server;
    }

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA,"
                        + " GENERATION_EXPRESSION, COLLATION_NAME, COLUMN_COMMENT"
                        + " FROM information_schema.COLUMNS WHERE "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME"),
                scope.parameters(),
                row -> put(row, scope, draft));
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

    /** MariaDB shows defaults as SQL, MySQL shows constants bare and marks expressions. */
    private String defaultOf(@Nullable String shown, String extra, boolean nullable) {
        if (shown == null) {
            return "";
        }
        if (server.isMariaDb()) {
            return nullable && shown.equals("NULL") ? "" : " default " + shown;
        }
        boolean expression = extra.toUpperCase(Locale.ROOT).contains("DEFAULT_GENERATED");
        return " default " + (expression ? "(" + shown + ")" : Sql.text(shown));
    }

    static String type(String shown) {
        String type = DISPLAY_WIDTH.matcher(shown).replaceFirst("$1");
        return TINY_WIDTH.matcher(type).replaceFirst("tinyint");
    }
}
