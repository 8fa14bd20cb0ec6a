package dev.lockstep.integration.postgres.random;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database looks like at one moment.
 *
 * @param rows of each table
 * @param fewer the same without columns that the case fills
 */
record Shape(Map<String, String> catalog, Map<String, List<String>> rows, Map<String, List<String>> fewer) {
    /** @param filled columns that the case fills, by name alone */
    static Shape of(Connection connection, Set<String> filled) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog");
            statement.execute("SET timezone = 'UTC'");
        }
        return new Shape(
                CatalogDump.of(connection),
                CatalogDump.rows(connection, List.of()),
                CatalogDump.rows(connection, List.copyOf(filled)));
    }

    /** What a way back leaves filled is no difference. */
    Shape withoutFilled() {
        return new Shape(catalog, fewer, fewer);
    }

    /** A sentence for each difference. */
    List<String> differences(String what, Shape found, boolean views) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> more = new TreeMap<>(found.catalog);
        catalog.forEach((path, value) -> {
            String other = more.remove(path);
            if (!value.equals(other) && !isView(path, views)) {
                wrong.add(what + ": " + path + " expected " + value + " found " + shown(other));
            }
        });
        more.forEach((path, value) -> {
            if (!isView(path, views)) {
                wrong.add(what + ": " + path + " expected nothing found " + value);
            }
        });
        rows.forEach((table, all) -> {
            List<String> other = found.rows.getOrDefault(table, List.of());
            if (!all.equals(other)) {
                List<String> missing = new ArrayList<>(all);
                other.forEach(missing::remove);
                List<String> instead = new ArrayList<>(other);
                all.forEach(instead::remove);
                wrong.add(what + ": rows of " + table + " missing " + missing + " instead " + instead);
            }
        });
        return wrong;
    }

    private static boolean isView(String path, boolean views) {
        return views && path.contains("version_v2");
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value;
    }
}
