package dev.lockstep.agent.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
     * @param limit a key that the range must not go beyond; null for none
     * @param rows how many rows the range should have
     * @return empty when no row comes after {@code lower} and up to {@code limit}
     */
    Optional<List<String>> upperBound(
            Connection connection, @Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException;

    /** The same without a limit. */
    default Optional<List<String>> upperBound(Connection connection, @Nullable List<String> lower, int rows)
            throws SQLException {
        return upperBound(connection, lower, null, rows);
    }

    /**
     * Fills the rows of a range that still need it, in the transaction that the caller has open.
     *
     * @return how many rows were filled
     */
    int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException;

    /**
     * For ranges between which rows can move: fills what one look over the whole table finds, in the transaction that the caller has open.
     *
     * @return how many were found; 0 proves that nothing is left; empty where rows stay in their ranges, so that going over these proves it
     */
    default OptionalInt fillMoved(Connection connection) throws SQLException {
        return OptionalInt.empty();
    }

    /**
     * Another way over the table, for the first pass: one that fills faster, but past which rows can move. Whoever goes by it must go by
     * these ranges afterwards, to prove that nothing is left.
     */
    default Optional<BackfillRanges> filling() {
        return Optional.empty();
    }

    /**
     * How many rows there are in a range, about.
     *
     * @param upper what {@link #upperBound} gave
     * @param asked how many rows it was asked for
     */
    default int rows(@Nullable List<String> lower, List<String> upper, int asked) {
        return asked;
    }

    /** Of the rows that the last call of {@link #fill} filled, those whose old versions keep their room until the table is tidied. */
    default int leftBehind(int filled) {
        return filled;
    }

    /**
     * Whether a part of the table ends here, in which nothing is half done. Between two such places of a way that has them the table is not tidied: what would be
     * found as room there is kept for the rows of the same page.
     */
    default boolean endsPart(List<String> upper) {
        return true;
    }

    /**
     * Positions that part a range, so that several sessions can fill it at the same time.
     *
     * @param parts how many parts are wanted, at least 1
     * @return one fewer than there are parts, in order; none where a range is not parted
     */
    default List<List<String>> inside(@Nullable List<String> lower, List<String> upper, int parts) {
        return List.of();
    }

    /** How many rows the table has, from the server's statistics; exact for small tables. */
    long estimateRows(Connection connection) throws SQLException;

    /**
     * Keys that part the table into about equally many rows each, in order: each is the last key of its part. The last part has no end, so none stands for it.
     *
     * @param parts how many parts are wanted, at least 1
     * @return fewer than {@code parts}; none where the engine fills by one worker only
     */
    default List<List<String>> split(Connection connection, int parts) throws SQLException {
        return List.of();
    }

    /**
     * Statements that make room of what batches leave behind, to be run in turns, one every now and then, on a session of its own; none where nothing is left
     * behind.
     */
    default List<String> tidying(Connection connection) throws SQLException {
        return List.of();
    }
}
