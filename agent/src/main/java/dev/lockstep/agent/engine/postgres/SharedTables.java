package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.util.ArrayList;
import java.util.List;

/** Tables that a key's change takes along because they refer to it: what the rest of the change made for the column that goes would go with it. Lint cannot tell, it knows no foreign keys. */
final class SharedTables {
    private SharedTables() {}

    static List<Finding> check(List<Operation> operations, List<PlannedStep> steps) {
        List<Finding> findings = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.hasWidenKey()) {
                TableName key = TableName.of(operation.getWidenKey().getTable());
                List<TableName> takenAlong = tablesOf(operation, steps).stream()
                        .filter(table -> !table.equals(key))
                        .toList();
                operations.stream()
                        .filter(other -> other.getLine() != operation.getLine())
                        .forEach(other -> tablesOf(other, steps).stream()
                                .filter(takenAlong::contains)
                                .findFirst()
                                .ifPresent(table -> findings.add(shared(table, key, other.getLine()))));
            }
        }
        return findings;
    }

    private static List<TableName> tablesOf(Operation operation, List<PlannedStep> steps) {
        return steps.stream()
                .filter(step -> step.line() == operation.getLine())
                .map(step -> step.live().table())
                .filter(table -> !table.equals(TableName.NONE))
                .distinct()
                .toList();
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
