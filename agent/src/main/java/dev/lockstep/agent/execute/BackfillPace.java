package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.v1.Progress;
import java.util.Map;
import java.util.TreeMap;

/** How fast a backfill is, all its workers together, and when it will be done. Thread-safe. */
final class BackfillPace {
    private static final double NEWEST_WEIGHT = 0.2;

    private final long totalRows;
    private final Pacer pacer;
    private final Map<Integer, BackfillRow> newest = new TreeMap<>();
    private long lastMillis;
    private double rowsPerSecond;

    BackfillPace(long totalRows, Pacer pacer) {
        this.totalRows = totalRows;
        this.pacer = pacer;
        this.lastMillis = pacer.nowMillis();
    }

    /** Rows that the table has, about. */
    long totalRows() {
        return totalRows;
    }

    /** A range goes on from here. */
    synchronized void resumed(BackfillRow at, BackfillSplit split) {
        newest.put(split.range(at), at);
    }

    /** A batch was committed, which brought its range here; says how far all of them are. */
    synchronized Progress.Builder batch(
            BackfillRow at, int rowsOfBatch, BackfillSplit split, Progress.Builder progress) {
        long now = pacer.nowMillis();
        double rate = rowsOfBatch * 1000.0 / Math.max(1, now - lastMillis);
        rowsPerSecond = rowsPerSecond == 0 ? rate : rowsPerSecond * (1 - NEWEST_WEIGHT) + rate * NEWEST_WEIGHT;
        lastMillis = now;
        newest.put(split.range(at), at);
        return describe(split, progress);
    }

    private Progress.Builder describe(BackfillSplit split, Progress.Builder progress) {
        // The last batch is counted as full, and statistics lag: never say more than everything.
        long total = Math.max(totalRows, 1);
        double part = (double) total / split.count();
        double filled = 0;
        double proved = 0;
        int pass = Integer.MAX_VALUE;
        for (BackfillRow row : newest.values()) {
            boolean fills = split.pass(row) == 1;
            filled += fills ? Math.min(row.rowsDone(), part) : part;
            proved += fills ? 0 : Math.min(row.rowsDone(), part);
            pass = Math.min(pass, split.pass(row));
        }
        if (pass > 1) {
            progress.setSummary(progress.getSummary() + " (pass " + pass + ": proves that nothing is left)");
        }
        double left = 2 * total - filled - proved;
        return progress.setRowsDone(Math.min(total, Math.round(pass == 1 ? filled : proved)))
                .setRowsTotal(total)
                .setRowsPerSecond(rowsPerSecond)
                .setEtaMillis(rowsPerSecond > 0 ? Math.round(left * 1000 / rowsPerSecond) : 0);
    }
}
