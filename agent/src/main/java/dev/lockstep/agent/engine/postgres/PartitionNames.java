package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of partitions' indexes: those that the server itself gives to the indexes of a new partition, so that all of them are alike. */
final class PartitionNames {
    private static final List<String> LABELS = List.of("idx", "idx1", "idx2", "idx3");

    private PartitionNames() {}

    /** Names for an index over these columns, the first choice first. */
    static Stream<TableName> candidates(TableName partition, List<String> columns) {
        String middle = String.join("_", columns);
        return LABELS.stream().map(label -> partition.sibling(name(partition.name(), middle, label)));
    }

    /** The first that is free; empty when all are taken. */
    static Optional<String> free(TableName partition, List<String> columns, Facts facts) {
        return candidates(partition, columns)
                .filter(name -> !facts.isTaken(name))
                .map(TableName::name)
                .findFirst();
    }

    /** Too long a name is cut where it is longer: at the table or at the columns. */
    private static String name(String table, String columns, String label) {
        int left = HelperNames.MAX_BYTES - HelperNames.bytes(label) - 2;
        int ofTable = HelperNames.bytes(table);
        int ofColumns = HelperNames.bytes(columns);
        while (ofTable + ofColumns > left) {
            if (ofTable > ofColumns) {
                ofTable--;
            } else {
                ofColumns--;
            }
        }
        return HelperNames.cut(table, ofTable) + "_" + HelperNames.cut(columns, ofColumns) + "_" + label;
    }
}
