package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.v1.Progress;

/** How fast a backfill is, and when it will be done. Used by one thread. */
final class BackfillPace {
    private static final double NEWEST_WEIGHT = 0.2;

    private final long totalRows;
    private double rowsPerSecond;

    BackfillPace(long totalRows) {
        this.totalRows = totalRows;
    }

    void batch(int rows, long tookMillis) {
        double now = rows * 1000.0 / tookMillis;
        rowsPerSecond = rowsPerSecond == 0 ? now : rowsPerSecond * (1 - NEWEST_WEIGHT) + now * NEWEST_WEIGHT;
    }

    Progress.Builder describe(Progress.Builder progress, BackfillRow at) {
        // The last batch is counted as full, and statistics lag: never say more than everything.
        long total = Math.max(totalRows, 1);
        long done = Math.min(at.rowsDone(), total);
        long left = (total - done) + (at.rangeNumber() == 1 ? total : 0);
        if (at.rangeNumber() > 1) {
            progress.setSummary(
                    progress.getSummary() + " (pass " + at.rangeNumber() + ": proves that nothing is left)");
        }
        return progress.setRowsDone(done)
                .setRowsTotal(total)
                .setRowsPerSecond(rowsPerSecond)
                .setEtaMillis(rowsPerSecond > 0 ? Math.round(left * 1000 / rowsPerSecond) : 0);
    }
}
