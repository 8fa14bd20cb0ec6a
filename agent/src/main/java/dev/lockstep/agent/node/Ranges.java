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

    /** Another way over the table for the first pass, where there is a faster one; the passes after it go by these ranges. */
    default Optional<Ranges> filling() {
        return Optional.empty();
    }

    /** About how many rows there are in a range that was asked for with this many. */
    default int rows(@Nullable List<String> lower, List<String> upper, int asked) {
        return asked;
    }

    /** Of the rows that the last call of {@link #fill} filled, those whose old versions keep their room until the table is tidied. */
    default int leftBehind(int filled) {
        return filled;
    }

    /** Whether a part of the table ends here, in which nothing is half done; only then it may be tidied. */
    default boolean endsPart(List<String> upper) {
        return true;
    }

    /** Positions that part a range for several sessions; none where it is not parted. */
    default List<List<String>> inside(@Nullable List<String> lower, List<String> upper, int parts) {
        return List.of();
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
