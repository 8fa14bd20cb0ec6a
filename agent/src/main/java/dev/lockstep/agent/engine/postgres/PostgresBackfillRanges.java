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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranges by row comparison over the key: one index does all of it, whatever the key's types are. */
final class PostgresBackfillRanges implements BackfillRanges {

    private static final long SMALL_BYTES = 8L << 20;
    private static final long PAGE_BYTES = 8192;
    private static final long SAMPLE_PAGES = 1000;
    private static final int LOCK_TIMEOUT_MILLIS = 1000;

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
    public Optional<List<String>> upperBound(
            Connection connection, @Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException {
        String range = "SELECT %s FROM %s AS range%s ORDER BY ".formatted(texts(), table.sql(), where(lower, limit));
        Optional<List<String>> full =
                find(connection, range + ordered("") + " OFFSET ? LIMIT 1", lower, limit, rows - 1);
        return full.isPresent()
                ? full
                : find(connection, range + ordered(" DESC") + " OFFSET ? LIMIT 1", lower, limit, 0);
    }

    /** Skipping rows is cheaper than sorting them, but finds nothing where fewer are left. */
    private Optional<List<String>> find(
            Connection connection,
            String query,
            @Nullable List<String> lower,
            @Nullable List<String> limit,
            int skipped)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int next = bindBoth(statement, lower, limit);
            statement.setInt(next, skipped);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(key(result)) : Optional.empty();
            }
        }
    }

    private String where(@Nullable List<String> lower, @Nullable List<String> upper) {
        if (lower == null && upper == null) {
            return "";
        }
        return " WHERE " + (lower == null ? "" : after()) + (lower == null || upper == null ? "" : " AND ")
                + (upper == null ? "" : upTo());
    }

    private static int bindBoth(PreparedStatement statement, @Nullable List<String> lower, @Nullable List<String> upper)
            throws SQLException {
        int next = lower == null ? 1 : bind(statement, 1, lower);
        return upper == null ? next : bind(statement, next, upper);
    }

    @Override
    public int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException {
        settle(connection);
        String update = "UPDATE %s SET %s = (%s)%s AND (%s)"
                .formatted(
                        table.sql(),
                        Quoting.identifier(backfill.getColumn()),
                        backfill.getValue(),
                        where(lower, upper),
                        backfill.getCondition());
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            bindBoth(statement, lower, upper);
            return statement.executeUpdate();
        }
    }

    @Override
    public Optional<BackfillRanges> filling() {
        return backfill.getByPlace() ? Optional.of(new PostgresPageRanges(backfill)) : Optional.empty();
    }

    /** From a sample of the table's pages, which is all pages of a small table. */
    @Override
    public List<List<String>> split(Connection connection, int parts) throws SQLException {
        String query = """
                SELECT DISTINCT ON (part) %s
                FROM (SELECT %s, ntile(?) OVER (ORDER BY %s) AS part FROM %s TABLESAMPLE SYSTEM (%s)) AS range
                ORDER BY part, %s""".formatted(texts(), key, key, table.sql(), samplePercent(connection), ordered(" DESC"));
        List<List<String>> bounds = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, parts);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    bounds.add(key(rows));
                }
            }
        }
        return bounds.isEmpty() ? bounds : List.copyOf(bounds.subList(0, bounds.size() - 1));
    }

    private String samplePercent(Connection connection) throws SQLException {
        long pages = bytes(connection) / PAGE_BYTES;
        return pages <= SAMPLE_PAGES ? "100" : String.format(Locale.ROOT, "%.6f", 100.0 * SAMPLE_PAGES / pages);
    }

    /** Each row that is filled leaves its old version behind; without this the table would double. */
    @Override
    public List<String> tidying(Connection connection) throws SQLException {
        return TableTidying.statements(connection, table);
    }

    private long bytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT pg_relation_size(" + Quoting.literal(table.sql()) + "::regclass)")) {
            rows.next();
            return rows.getLong(1);
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

    /** For this transaction: the expression must find the same functions here as in the trigger, and nobody waits for long behind a batch that waits. */
    void settle(Connection connection) throws SQLException {
        String path = table.schema().equals(TableName.DEFAULT_SCHEMA)
                ? ""
                : "; SET LOCAL search_path = " + FillSteps.searchPath(table);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MILLIS + "; " + ConversionTriggers.SKIP + path);
        }
    }

    private String after() {
        return "(" + key + ") > (" + marks + ")";
    }

    private String upTo() {
        return "(" + key + ") <= (" + marks + ")";
    }

    private String texts() {
        return backfill.getKeyColumnsList().stream()
                .map(column -> "range." + Quoting.identifier(column) + "::text")
                .collect(Collectors.joining(", "));
    }

    /** With the range's name, because a bare name would mean the text that is given out. */
    private String ordered(String direction) {
        return backfill.getKeyColumnsList().stream()
                .map(column -> "range." + Quoting.identifier(column) + direction)
                .collect(Collectors.joining(", "));
    }

    /** Without a type, so that the server takes each text for a value of its key column. */
    private static int bind(PreparedStatement statement, int first, List<String> key) throws SQLException {
        int place = first;
        for (String text : key) {
            statement.setObject(place++, text, Types.OTHER);
        }
        return place;
    }

    private List<String> key(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int place = 1; place <= backfill.getKeyColumnsCount(); place++) {
            texts.add(row.getString(place));
        }
        return texts;
    }
}
