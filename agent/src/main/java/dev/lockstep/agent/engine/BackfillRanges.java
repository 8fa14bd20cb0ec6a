package dev.lockstep.agent.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of one backfill, by the table's key. Keys travel as texts, one per key column, so that a position can be kept in the ledger and read by a
 * person. A position never skips a row: the range after {@code lower} begins with the first key greater than it.
 */
public interface BackfillRanges {
    /**
     * The last key of the next range.
     *
     * @param lower the last key of the range before; null for the first range
     * @param rows how many rows the range should have
     * @return empty when no row comes after {@code lower}
     */
    Optional<List<String>> upperBound(Connection connection, @Nullable List<String> lower, int rows)
            throws SQLException;

    /**
     * Fills the rows of a range that still need it, in the transaction that the caller has open.
     *
     * @return how many rows were filled
     */
    int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException;

    /** How many rows the table has, from the server's statistics; exact for small tables. */
    long estimateRows(Connection connection) throws SQLException;
}
