package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.util.ArrayList;
import java.util.List;

/** Tables that a key's change takes along because they refer to it: what the rest of the change made for the column that goes would go with it. Lint cannot tell, it knows no foreign keys. */
final class SharedTables {
    private SharedTables() {}

    /** @param tables that each of the operations works on, in their order; an approved change has no lines to tell them apart by */
    static List<Finding> check(List<Operation> operations, List<List<TableName>> tables) {
        List<Finding> findings = new ArrayList<>();
        for (int place = 0; place < operations.size(); place++) {
            if (operations.get(place).hasWidenKey()) {
                TableName key = TableName.of(operations.get(place).getWidenKey().getTable());
                List<TableName> takenAlong = tables.get(place).stream()
                        .filter(table -> !table.equals(key))
                        .toList();
                for (int other = 0; other < operations.size(); other++) {
                    int line = operations.get(other).getLine();
                    if (other != place) {
                        tables.get(other).stream()
                                .filter(takenAlong::contains)
                                .findFirst()
                                .ifPresent(table -> findings.add(shared(table, key, line)));
                    }
                }
            }
        }
        return findings;
    }

    /**
     * A partition that leaves does so in CONTRACT; an operation after it knows it no longer, and would leave its rows out of what is done and proved before. One
     * that waits for CONTRACT, too, is rehearsed with the partition and would not find it.
     *
     * @param tables that each of the operations works on, in their order
     * @param early the same before CONTRACT: another partition may leave after it
     */
    static List<Finding> checkLeaving(
            List<Operation> operations, List<List<TableName>> tables, List<List<TableName>> early) {
        List<Finding> findings = new ArrayList<>();
        for (int place = 0; place < operations.size(); place++) {
            String whole = whole(operations.get(place));
            for (int later = place + 1; later < operations.size() && !whole.isEmpty(); later++) {
                boolean leaves = !whole(operations.get(later)).isEmpty();
                if ((leaves ? early : tables).get(later).contains(TableName.of(whole))) {
                    findings.add(
                            leaves(TableName.of(whole), operations.get(later).getLine()));
                }
            }
        }
        return findings;
    }

    /** What a partition leaves with this operation; empty for other operations. */
    private static String whole(Operation operation) {
        return operation.hasDetachPartition()
                ? operation.getDetachPartition().getTable()
                : operation.hasDropPartition() ? operation.getDropPartition().getTable() : "";
    }

    private static Finding leaves(TableName whole, int line) {
        String message =
                "expected what takes a partition out of %s to stand last in this change, because the partition stays until CONTRACT, found this operation on %s after it; put it before that"
                        .formatted(whole.shown(), whole.shown());
        return new Findings()
                .refuse("partition-leaves", message).list().get(0).toBuilder()
                        .setLine(line)
                        .build();
    }

    private static Finding shared(TableName table, TableName key, int line) {
        String message =
                "expected %s in no other operation of this change, because a foreign key of it refers to %s and moves to a wider column with it, found another; make two changes of it"
                        .formatted(table.shown(), key.shown());
        return new Findings()
                .refuse("table-shared", message).list().get(0).toBuilder()
                        .setLine(line)
                        .build();
    }
}
