package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of pages, for a table without a key; each page is read once. A position is the number of the first page that is not filled yet. An update moves a row to another page,
 * maybe to one behind the position, so going over the pages proves nothing: one look over the whole table, with one snapshot, does.
 */
final class PostgresPageRanges implements BackfillRanges {
    private static final int MOST_MOVED = 10_000;
    private static final int ROWS_OF_UNKNOWN_PAGE = 50;
    private static final int MOST_ROWS_OF_PAGE = 291;

    private final TableName table;
    private final Backfill backfill;
    private final PostgresBackfillRanges rows;

    PostgresPageRanges(Backfill backfill) {
        this.table = TableName.of(backfill.getTable());
        this.backfill = backfill;
        this.rows = new PostgresBackfillRanges(backfill);
    }

    @Override
    public Optional<List<String>> upperBound(
            Connection connection, @Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException {
        String query = """
                SELECT pg_relation_size(oid) / current_setting('block_size')::int,
                  CASE WHEN reltuples > 0 AND relpages > 0 THEN reltuples / relpages END FROM pg_class WHERE oid = %s::regclass
                """.formatted(Quoting.literal(table.sql()));
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            long pages = found.getLong(1);
            double rowsOfPage = found.getDouble(2) > 0 ? found.getDouble(2) : ROWS_OF_UNKNOWN_PAGE;
            long from = page(lower);
            long to = Math.min(pages, from + Math.max(1, (long) (rows / rowsOfPage)));
            return from < pages ? Optional.of(List.of(Long.toString(to))) : Optional.empty();
        }
    }

    private static long page(@Nullable List<String> position) {
        return position == null ? 0 : Long.parseLong(position.get(0));
    }

    @Override
    public int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException {
        rows.settle(connection);
        boolean readsRanges = PostgresVersion.read(connection).readsRangesOfPlaces();
        return update(connection, readsRanges ? range(page(lower), page(upper)) : places(page(lower), page(upper)));
    }

    private static String range(long from, long to) {
        return "ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid".formatted(from, to);
    }

    /** Older servers find single places only, so all that a page can have are given. */
    private static String places(long from, long to) {
        return "ctid = ANY (ARRAY(SELECT ('(' || page || ',' || place || ')')::tid FROM generate_series(%d, %d) AS page, generate_series(1, %d) AS place))"
                .formatted(from, to - 1, MOST_ROWS_OF_PAGE);
    }

    private int update(Connection connection, String where) throws SQLException {
        String update = "UPDATE %s SET %s = (%s) WHERE %s AND (%s)"
                .formatted(
                        table.sql(),
                        Quoting.identifier(backfill.getColumn()),
                        backfill.getValue(),
                        where,
                        backfill.getCondition());
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            return statement.executeUpdate();
        }
    }

    @Override
    public OptionalInt fillMoved(Connection connection) throws SQLException {
        rows.settle(connection);
        String left =
                "SELECT ctid FROM %s WHERE (%s) LIMIT %d".formatted(table.sql(), backfill.getCondition(), MOST_MOVED);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM (" + left + ") AS moved")) {
            found.next();
            if (found.getInt(1) == 0) {
                return OptionalInt.of(0);
            }
        }
        // What moves once more meanwhile is left for the next look.
        return OptionalInt.of(Math.max(1, update(connection, "ctid = ANY (ARRAY(" + left + "))")));
    }

    @Override
    public long estimateRows(Connection connection) throws SQLException {
        return rows.estimateRows(connection);
    }

    @Override
    public List<String> tidying(Connection connection) throws SQLException {
        return rows.tidying(connection);
    }
}
