package dev.lockstep.agent.engine.postgres;

/**
 * A partition of a table, or of one of its partitions.
 *
 * @param parent what it is a partition of
 * @param key by what it is partitioned itself, as the server writes it; empty when it holds rows
 * @param bound which rows it takes, as the server writes it
 * @param detaching whether it is on its way out
 */
record Partition(TableName table, TableName parent, String key, String bound, boolean detaching) {

    /** Whether rows are in it, and not in partitions of it. */
    boolean isLeaf() {
        return key.isEmpty();
    }
}
