package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one node's database holds, as plain SQL shows it.
 *
 * @param ledger the tables that the agent keeps
 * @param catalogBefore a line for each object before the first epoch
 * @param catalog a line for each object now
 * @param effects how often each change's witness of its effect is there, by the name of the change
 * @param rows the table that the application writes, by its key
 */
public record NodeHistory(
        String name,
        String engine,
        LedgerTables ledger,
        Set<String> catalogBefore,
        Set<String> catalog,
        Map<String, Integer> effects,
        Map<Long, StoredRow> rows) {

    /**
     * The ledger's rows.
     *
     * @param incarnation of the row of {@code node}
     * @param position number of the last directive received
     * @param positionHash its hash, in hex
     */
    public record LedgerTables(
            long incarnation,
            long position,
            String positionHash,
            List<LogRow> log,
            List<EpochRow> epochs,
            List<DirectiveRow> directives) {}

    /** A row of {@code log}; hashes in hex, kind and phase as they are stored. */
    public record LogRow(
            long number,
            long epoch,
            long mandate,
            long incarnation,
            String kind,
            String phase,
            int step,
            String detail,
            String previousHash,
            String hash) {}

    /** A row of {@code epoch}. */
    public record EpochRow(long epoch, long mandate, String state) {}

    /** A row of {@code directive}. */
    public record DirectiveRow(long number, long epoch, String hash, ByteString envelope) {}

    /** A row of the application's table: the columns that were always there, and those that changes have added. */
    public record StoredRow(OldColumns old, Map<String, String> added) {}
}
