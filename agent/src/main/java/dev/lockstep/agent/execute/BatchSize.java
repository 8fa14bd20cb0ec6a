package dev.lockstep.agent.execute;

/** How many rows the next batch has, so that it takes about as long as it should. Used by one thread. */
final class BatchSize {
    private static final int LEAST_ROWS = 10;

    private final int mostRows;
    private final long targetMillis;
    private int rows;

    BatchSize(int firstRows, int mostRows, long targetMillis) {
        this.rows = firstRows;
        this.mostRows = mostRows;
        this.targetMillis = Math.max(1, targetMillis);
    }

    int rows() {
        return rows;
    }

    /**
     * Learns from a batch; the next one has never more than twice or less than half its rows.
     *
     * @param rowsOfBatch how many it had, which may have been fewer than {@link #rows}
     */
    void tookMillis(int rowsOfBatch, long millis) {
        double factor = Math.max(0.5, Math.min(2, (double) targetMillis / Math.max(1, millis)));
        rows = (int) Math.max(LEAST_ROWS, Math.min(mostRows, Math.round(rowsOfBatch * factor)));
    }

    /** Learns that a batch had to wait for a lock. */
    void lockWaited() {
        rows = Math.max(LEAST_ROWS, rows / 2);
    }
}
