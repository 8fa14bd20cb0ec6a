package dev.lockstep.agent.engine.mysql;

/** What the time of a step depends on, with rates measured on a small machine. */
enum Cost {
    /** The catalog only. */
    CATALOG(0),
    /** Reads every row once. */
    SCAN(1_000_000),
    /** Builds an index. */
    INDEX(250_000),
    /** Writes the table anew. */
    REBUILD(150_000),
    /** Updates every row, in batches. */
    FILL(40_000);

    private static final long FLOOR_MILLIS = 30;

    private final long rowsPerSecond;

    Cost(long rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    boolean touchesRows() {
        return rowsPerSecond > 0;
    }

    long millis(long rows) {
        return FLOOR_MILLIS + (rowsPerSecond == 0 ? 0 : rows * 1000 / rowsPerSecond);
    }
}
