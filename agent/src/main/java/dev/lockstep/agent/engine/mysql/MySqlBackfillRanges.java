package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranges along an index. The key is looked up once: it cannot change while a plan is under way. Thread-safe; a race looks it up twice. */
final class MySqlBackfillRanges implements BackfillRanges {

    private static final long COUNTED_ROWS = 10_000;

    private final Backfill backfill;
    private volatile @Nullable RangeKey key;

    MySqlBackfillRanges(Backfill backfill) {
        this.backfill = backfill;
    }

    @Override
    public Optional<List<String>> upperBound(
            Connection connection, @Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException {
        RangeKey key = key(connection);
        String order = Sql.names(backfill.getKeyColumnsList());
        String backwards = backfill.getKeyColumnsList().stream()
                .map(column -> Sql.name(column) + " DESC")
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + key.texts() + " FROM (SELECT " + order + " FROM " + key.source()
                + (lower == null && limit == null ? "" : " WHERE ")
                + (lower == null ? "" : key.after())
                + (lower == null || limit == null ? "" : " AND ")
                + (limit == null ? "" : key.upTo())
                + " ORDER BY " + order + " LIMIT " + rows + ") AS r ORDER BY " + backwards + " LIMIT 1";
        List<String> parameters = new ArrayList<>(lower == null ? List.of() : key.afterParameters(lower));
        parameters.addAll(limit == null ? List.of() : key.upToParameters(limit));
        return Query.first(connection, sql, parameters, row -> {
            List<String> position = new ArrayList<>();
            for (int column = 1; column <= backfill.getKeyColumnsCount(); column++) {
                position.add(row.getString(column));
            }
            return List.copyOf(position);
        });
    }

    @Override
    public int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException {
        RangeKey key = key(connection);
        String sql = "UPDATE " + key.source() + " SET " + Sql.name(backfill.getColumn()) + " = ("
                + backfill.getValue() + ")" + key.keepsTimes() + " WHERE "
                + (lower == null ? "" : key.after() + " AND ")
                + key.upTo() + " AND (" + backfill.getCondition() + ")";
        List<String> parameters = new ArrayList<>(lower == null ? List.of() : key.afterParameters(lower));
        parameters.addAll(key.upToParameters(upper));
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.size(); index++) {
                update.setString(index + 1, parameters.get(index));
            }
            return update.executeUpdate();
        }
    }

    private RangeKey key(Connection connection) throws SQLException {
        RangeKey known = key;
        if (known == null) {
            known = RangeKey.read(connection, backfill);
            key = known;
        }
        return known;
    }

    @Override
    public long estimateRows(Connection connection) throws SQLException {
        long estimate = Query.number(
                connection,
                "SELECT COALESCE(MAX(TABLE_ROWS), 0) FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
                backfill.getTable());
        if (estimate > COUNTED_ROWS) {
            return estimate;
        }
        long counted = Query.number(
                connection,
                "SELECT COUNT(*) FROM (SELECT 1 FROM " + Sql.name(backfill.getTable()) + " LIMIT " + (COUNTED_ROWS + 1)
                        + ") AS r");
        return Math.max(counted, counted > COUNTED_ROWS ? estimate : 0);
    }
}
