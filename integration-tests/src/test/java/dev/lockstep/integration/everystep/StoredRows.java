package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows as the server writes them out. */
final class StoredRows {
    private StoredRows() {}

    /** Every row of a table: each column that can be compared with a model, and its value. */
    static List<Map<String, Optional<String>>> read(Connection connection, TableShape shape) throws SQLException {
        List<String> columns = shape.modelled().stream().map(Column::name).toList();
        String sql = "SELECT %s FROM %s".formatted(texts(columns), Sql.relation(shape.schema(), shape.table()));
        List<Map<String, Optional<String>>> rows = new ArrayList<>();
        for (List<@Nullable String> values : Sql.rows(connection, sql, List.of())) {
            rows.add(named(columns, values));
        }
        return rows;
    }

    static String texts(List<String> columns) {
        return String.join(
                ", ",
                columns.stream()
                        .map(column -> "CAST(%s AS text)".formatted(Sql.name(column)))
                        .toList());
    }

    static Map<String, Optional<String>> named(List<String> columns, List<@Nullable String> values) {
        Map<String, Optional<String>> named = new LinkedHashMap<>();
        for (int place = 0; place < columns.size(); place++) {
            named.put(columns.get(place), Optional.ofNullable(values.get(place)));
        }
        return named;
    }
}
