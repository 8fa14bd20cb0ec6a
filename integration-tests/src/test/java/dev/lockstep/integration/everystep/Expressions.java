package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the server what expressions come to for rows of the model; no table is read. Used by one thread. */
final class Expressions {
    private final Connection connection;

    Expressions(Connection connection) {
        this.connection = connection;
    }

    /** The value of an expression over a row as one application knows it, as the server writes a value of that type. */
    @Nullable
    String of(String expression, String type, TableShape shape, Map<String, Cell> row) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (Column column : shape.columns()) {
            columns.add("CAST(? AS %s) AS %s".formatted(column.type(), Sql.name(column.name())));
            values.add(row.getOrDefault(column.name(), Cell.ANYTHING).known());
        }
        Sql.run(connection, "SET search_path = %s, public".formatted(Sql.name(shape.schema())), List.of());
        return Sql.rows(
                        connection,
                        "SELECT CAST(CAST((%s) AS %s) AS text) FROM (SELECT %s) AS %s"
                                .formatted(
                                        expression.replace("?", "??"),
                                        type,
                                        String.join(", ", columns),
                                        Sql.name(shape.table())),
                        values)
                .get(0)
                .get(0);
    }

    /** The same values as the server writes them once they are stored. */
    List<@Nullable String> stored(List<Column> columns, List<@Nullable String> values) throws SQLException {
        if (columns.isEmpty()) {
            return List.of();
        }
        String list = columns.stream()
                .map(column -> "CAST(CAST(? AS %s) AS text)".formatted(column.type()))
                .collect(Collectors.joining(", "));
        return Sql.rows(connection, "SELECT " + list, values).get(0);
    }
}
