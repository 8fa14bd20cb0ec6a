package dev.lockstep.agent.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The ranges of one backfill on one session; see {@link dev.lockstep.agent.engine.BackfillRanges}. */
public interface Ranges {
    /** The last key of the next range; empty when no row comes after {@code lower} and up to {@code limit}. */
    Optional<List<String>> upperBound(@Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException;

    /** Fills a range in the open transaction, and says how many rows needed it. */
    int fill(@Nullable List<String> lower, List<String> upper) throws SQLException;

    /** Where rows can move between ranges: fills what is left, and says how much that was. */
    default OptionalInt fillMoved() throws SQLException {
        return OptionalInt.empty();
    }

    /** About how many rows the table has. */
    long estimateRows() throws SQLException;

    /** The last key of each part of the table but the last one, when it is parted for this many workers. */
    default List<List<String>> split(int parts) throws SQLException {
        return List.of();
    }

    /** What to run in turns, one every now and then, on another session. */
    default List<String> tidying() throws SQLException {
        return List.of();
    }
}
