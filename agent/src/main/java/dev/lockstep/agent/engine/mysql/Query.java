package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small queries, read as a whole. */
final class Query {
    private Query() {}

    /** Makes something of the row that the cursor is on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(Connection connection, String sql, List<String> parameters, Row<T> reader)
            throws SQLException {
        List<T> read = new ArrayList<>();
        forEach(connection, sql, parameters, row -> read.add(reader.read(row)));
        return read;
    }

    /** Does something with a row. */
    interface RowAction {
        void take(ResultSet row) throws SQLException;
    }

    static void forEach(Connection connection, String sql, List<String> parameters, RowAction action)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.size(); index++) {
                statement.setString(index + 1, parameters.get(index));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    action.take(rows);
                }
            }
        }
    }

    static <T> Optional<T> first(Connection connection, String sql, List<String> parameters, Row<T> reader)
            throws SQLException {
        return list(connection, sql, parameters, reader).stream().findFirst();
    }

    /** The first column of the first row; empty when there is no row, or NULL in it. */
    static Optional<String> maybeText(Connection connection, String sql, String... parameters) throws SQLException {
        return list(connection, sql, List.of(parameters), row -> Optional.ofNullable(row.getString(1))).stream()
                .findFirst()
                .flatMap(found -> found);
    }

    /** The same, for a query that always has an answer. */
    static String text(Connection connection, String sql, String... parameters) throws SQLException {
        return maybeText(connection, sql, parameters)
                .orElseThrow(() -> new SQLException("expected a value from \"" + sql + "\", found none"));
    }

    static long number(Connection connection, String sql, String... parameters) throws SQLException {
        return Long.parseLong(text(connection, sql, parameters));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** {@code ?, ?, ?} */
    static String placeholders(int count) {
        return String.join(", ", java.util.Collections.nCopies(count, "?"));
    }
}
