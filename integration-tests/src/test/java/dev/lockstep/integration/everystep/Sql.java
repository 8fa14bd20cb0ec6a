package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with texts as values, whose types the server finds out. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String names(List<String> names) {
        return String.join(", ", names.stream().map(Sql::name).toList());
    }

    static String relation(String schema, String table) {
        return name(schema) + "." + name(table);
    }

    /** All rows, every value as text. */
    static List<List<@Nullable String>> rows(Connection connection, String sql, List<@Nullable String> values)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (row.next()) {
                List<@Nullable String> texts = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    texts.add(row.getString(column));
                }
                rows.add(texts);
            }
            return rows;
        }
    }

    /** How many rows it changed. */
    static int run(Connection connection, String sql, List<@Nullable String> values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<@Nullable String> values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int place = 0; place < values.size(); place++) {
            statement.setObject(place + 1, values.get(place), Types.OTHER);
        }
        return statement;
    }
}
