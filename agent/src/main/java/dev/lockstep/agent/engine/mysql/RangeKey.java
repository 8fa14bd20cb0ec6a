package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The key of a backfill, with what it takes to carry its values as texts and compare them as the index does.
 *
 * @param table the table
 * @param index the index to go along, always forced: another one over the filled column would lead to all rows at once
 * @param columns the key's columns
 * @param touched columns that the server would set to the current time on each update
 */
record RangeKey(String table, String index, List<ColumnFacts> columns, List<String> touched) {

    RangeKey {
        columns = List.copyOf(columns);
        touched = List.copyOf(touched);
    }

    static RangeKey read(Connection connection, Backfill backfill) throws SQLException {
        TableFacts table = new FactsReader(connection, MySqlServer.read(connection), NodeSchema.of(connection))
                .read(java.util.Set.of(backfill.getTable()))
                .table(backfill.getTable())
                .orElseThrow(() -> new SQLException(
                        "expected table " + backfill.getTable() + " to fill, found none", "42S02", 1146));
        List<ColumnFacts> columns = new ArrayList<>();
        for (String name : backfill.getKeyColumnsList()) {
            columns.add(table.column(name)
                    .orElseThrow(() -> new SQLException(
                            "expected key column " + name + " in " + table.name() + ", found none", "42S22", 1054)));
        }
        String index = table.indexes().stream()
                .filter(known -> known.unique() && known.columns().equals(backfill.getKeyColumnsList()))
                .map(IndexFacts::name)
                .findFirst()
                .orElseThrow(() -> new SQLException(
                        "expected a unique index over " + backfill.getKeyColumnsList() + " of " + table.name()
                                + ", found none",
                        "42000",
                        1176));
        List<String> touched = table.columns().stream()
                .filter(column -> column.extra().contains("on update"))
                .map(ColumnFacts::name)
                .toList();
        return new RangeKey(table.name(), index, columns, touched);
    }

    String source() {
        return Sql.name(table) + " FORCE INDEX (" + Sql.name(index) + ")";
    }

    /** The key's values as texts that a person can read. */
    String texts() {
        return columns.stream().map(RangeKey::text).collect(Collectors.joining(", "));
    }

    /** Rows after a position; begins with a bound on the first column alone, which an index understands. */
    String after() {
        return bound(">");
    }

    List<String> afterParameters(List<String> position) {
        return parameters(position, ">");
    }

    /** Rows up to and with a position. */
    String upTo() {
        return bound("<");
    }

    List<String> upToParameters(List<String> position) {
        return parameters(position, "<");
    }

    /** Assignments that keep the server from stamping rows which nobody changed. */
    String keepsTimes() {
        return touched.stream()
                .map(column -> ", " + Sql.name(column) + " = " + Sql.name(column))
                .collect(Collectors.joining());
    }

    /** {@code a >= ? AND (a > ? OR (a = ? AND b > ?))}; for {@code <} also the position itself. */
    private String bound(String sign) {
        List<String> choices = new ArrayList<>();
        for (int last = 0; last < columns.size(); last++) {
            choices.add(equalUpTo(last, sign));
        }
        if (sign.equals("<")) {
            choices.add(equalUpTo(columns.size(), sign));
        }
        return comparison(columns.get(0), sign + "=") + " AND (" + String.join(" OR ", choices) + ")";
    }

    private String equalUpTo(int last, String sign) {
        List<String> parts = new ArrayList<>();
        for (int index = 0; index < last; index++) {
            parts.add(comparison(columns.get(index), "="));
        }
        if (last < columns.size()) {
            parts.add(comparison(columns.get(last), sign));
        }
        return "(" + String.join(" AND ", parts) + ")";
    }

    /** What the marks of {@link #bound} stand for. */
    private List<String> parameters(List<String> position, String sign) {
        List<String> parameters = new ArrayList<>(position.subList(0, 1));
        for (int last = 0; last < columns.size(); last++) {
            parameters.addAll(position.subList(0, last + 1));
        }
        if (sign.equals("<")) {
            parameters.addAll(position);
        }
        return parameters;
    }

    private static String comparison(ColumnFacts column, String sign) {
        return Sql.name(column.name()) + " " + sign + " " + parameter(column);
    }

    private static final Map<String, String> CASTS = Map.ofEntries(
            Map.entry("date", "CAST(? AS DATE)"),
            Map.entry("datetime", "CAST(? AS DATETIME(6))"),
            Map.entry("timestamp", "CAST(? AS DATETIME(6))"),
            Map.entry("time", "CAST(? AS TIME(6))"),
            Map.entry("year", "CAST(? AS UNSIGNED)"),
            Map.entry("decimal", "CAST(? AS DECIMAL(65,30))"),
            Map.entry("uuid", "CAST(? AS UUID)"),
            Map.entry("binary", "UNHEX(?)"),
            Map.entry("varbinary", "UNHEX(?)"));

    private static String parameter(ColumnFacts column) {
        if (column.dataType().endsWith("int")) {
            return column.type().contains("unsigned") ? "CAST(? AS UNSIGNED)" : "CAST(? AS SIGNED)";
        }
        if (!column.charset().isEmpty()) {
            return "CONVERT(? USING " + column.charset() + ") COLLATE " + column.collation();
        }
        return CASTS.getOrDefault(column.dataType(), "?");
    }

    private static String text(ColumnFacts column) {
        boolean binary = column.dataType().endsWith("binary");
        return binary ? "HEX(" + Sql.name(column.name()) + ")" : "CAST(" + Sql.name(column.name()) + " AS CHAR)";
    }
}
