package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.NodeRates;
import dev.lockstep.v1.StepKind;

/** What the time of a step depends on, with rates measured on a small machine, which count until this node has done such work. */
enum Cost {
    /** The catalog only. */
    CATALOG(StepKind.CATALOG_CHANGE, 0),
    /** Reads every row once. */
    SCAN(StepKind.TABLE_SCAN, 1_000_000),
    /** Builds an index. */
    INDEX(StepKind.INDEX_BUILD, 250_000),
    /** Writes the table anew. */
    REBUILD(StepKind.TABLE_REWRITE, 150_000),
    /** Updates every row, in batches. */
    FILL(StepKind.ROW_FILL, 40_000);

    private static final long FLOOR_MILLIS = 30;

    private final StepKind kind;
    private final long rowsPerSecond;

    Cost(StepKind kind, long rowsPerSecond) {
        this.kind = kind;
        this.rowsPerSecond = rowsPerSecond;
    }

    StepKind kind() {
        return kind;
    }

    boolean touchesRows() {
        return rowsPerSecond > 0;
    }

    long millis(long rows, long bytes, NodeRates rates) {
        return FLOOR_MILLIS + (rowsPerSecond == 0 ? 0 : rates.millis(kind, rows, bytes, rows * 1000 / rowsPerSecond));
    }
}
