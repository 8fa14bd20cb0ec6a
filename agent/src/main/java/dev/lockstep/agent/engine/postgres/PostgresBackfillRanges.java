package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranges by row comparison over the key: one index does all of it, whatever the key's types are. */
final class PostgresBackfillRanges implements BackfillRanges {

    private static final long SMALL_BYTES = 8L << 20;

    private final TableName table;
    private final Backfill backfill;
    private final String key;
    private final String marks;

    PostgresBackfillRanges(Backfill backfill) {
        this.table = TableName.of(backfill.getTable());
        this.backfill = backfill;
        this.key = Quoting.identifiers(backfill.getKeyColumnsList());
        this.marks = backfill.getKeyColumnsList().stream().map(column -> "?").collect(Collectors.joining(", "));
    }

    @Override
    public Optional<List<String>> upperBound(Connection connection, @Nullable List<String> lower, int rows)
            throws SQLException {
        String texts = backfill.getKeyColumnsList().stream()
                .map(column -> "range." + Quoting.identifier(column) + "::text")
                .collect(Collectors.joining(", "));
        // with its table's name, because a bare name would mean the text that is given out
        String descending = backfill.getKeyColumnsList().stream()
                .map(column -> "range." + Quoting.identifier(column) + " DESC")
                .collect(Collectors.joining(", "));
        String query = "SELECT %s FROM (SELECT %s FROM %s%s ORDER BY %s LIMIT ?) AS range ORDER BY %s LIMIT 1"
                .formatted(texts, key, table.sql(), lower == null ? "" : " WHERE " + after(), key, descending);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int next = lower == null ? 1 : bind(statement, 1, lower);
            statement.setInt(next, rows);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(texts(result)) : Optional.empty();
            }
        }
    }

    @Override
    public int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException {
        settle(connection);
        String update = "UPDATE %s SET %s = (%s) WHERE %s(%s) <= (%s) AND (%s)"
                .formatted(
                        table.sql(),
                        Quoting.identifier(backfill.getColumn()),
                        backfill.getValue(),
                        lower == null ? "" : after() + " AND ",
                        key,
                        marks,
                        backfill.getCondition());
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            int next = lower == null ? 1 : bind(statement, 1, lower);
            bind(statement, next, upper);
            return statement.executeUpdate();
        }
    }

    @Override
    public long estimateRows(Connection connection) throws SQLException {
        String query = "SELECT pg_relation_size(oid), reltuples FROM pg_class WHERE oid = "
                + Quoting.literal(table.sql()) + "::regclass";
        try (Statement statement = connection.createStatement()) {
            long known;
            try (ResultSet rows = statement.executeQuery(query)) {
                rows.next();
                known = rows.getLong(1) < SMALL_BYTES ? -1 : (long) rows.getDouble(2);
            }
            return known > 0 ? known : count(statement);
        }
    }

    private long count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table.sql())) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The expression must find the same functions here as in the trigger, for this transaction. */
    private void settle(Connection connection) throws SQLException {
        if (!table.schema().equals(TableName.DEFAULT_SCHEMA)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL search_path = " + FillSteps.searchPath(table));
            }
        }
    }

    private String after() {
        return "(" + key + ") > (" + marks + ")";
    }

    /** Without a type, so that the server takes each text for a value of its key column. */
    private static int bind(PreparedStatement statement, int first, List<String> key) throws SQLException {
        int place = first;
        for (String text : key) {
            statement.setObject(place++, text, Types.OTHER);
        }
        return place;
    }

    private List<String> texts(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int place = 1; place <= backfill.getKeyColumnsCount(); place++) {
            texts.add(row.getString(place));
        }
        return texts;
    }
}
