package dev.lockstep.agent.engine.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What to read of a catalog.
 *
 * @param schema the schema, whose own name is not part of any definition
 * @param tables only these; empty for the whole schema
 */
record CatalogScope(String schema, Set<String> tables) {

    CatalogScope {
        tables = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    static CatalogScope whole(String schema) {
        return new CatalogScope(schema, Set.of());
    }

    boolean isWhole() {
        return tables.isEmpty();
    }

    /** A condition on the schema and the tables, for a WHERE clause; takes {@link #parameters}. */
    String condition(String schemaColumn, String tableColumn) {
        String schemaIs = schemaColumn + " = ?";
        return isWhole()
                ? schemaIs
                : schemaIs + " AND " + tableColumn + " IN (" + Query.placeholders(tables.size()) + ")";
    }

    List<String> parameters() {
        List<String> parameters = new ArrayList<>(List.of(schema));
        parameters.addAll(tables);
        return parameters;
    }

    /** A text of the server without the schema's own name before what belongs to it. */
    String withoutSchema(String sql) {
        String unquoted = sql.replace(Sql.name(schema) + ".", "");
        return Pattern.compile("(?<![\\w$.`])" + Pattern.quote(schema) + "\\s*\\.\\s*(?=[\\w$`])")
                .matcher(unquoted)
                .replaceAll("");
    }

    /** Character set {@code utf8} has two names, and servers of one family differ in which they show. */
    static String collation(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("utf8_") ? "utf8mb3_" + lower.substring("utf8_".length()) : lower;
    }
}
