package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A partition of a table, or of one of its partitions.
 *
 * @param parent what it is a partition of
 * @param key by what it is partitioned itself, as the server writes it; empty when it holds rows
 * @param bound which rows it takes, as the server writes it
 * @param detaching whether it is on its way out
 * @param ownNotNull columns whose NOT NULL is its own too, so that it stays when that of the whole goes: since 18
 */
record Partition(
        TableName table, TableName parent, String key, String bound, boolean detaching, List<String> ownNotNull) {

    Partition {
        ownNotNull = List.copyOf(ownNotNull);
    }

    Partition(TableName table, TableName parent, String key, String bound, boolean detaching) {
        this(table, parent, key, bound, detaching, List.of());
    }

    /** Whether rows are in it, and not in partitions of it. */
    boolean isLeaf() {
        return key.isEmpty();
    }
}
