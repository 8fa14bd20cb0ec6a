package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddUnique;
import java.util.Optional;

/** Adds a unique constraint: its index is built without blocking readers or writers, then becomes the constraint. */
final class AddUniquePlanner {
    private AddUniquePlanner() {}

    static OperationPlan plan(AddUnique operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<UniqueSteps> steps = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings)
                .map(table -> new UniqueSteps(
                        table,
                        operation.getName(),
                        "UNIQUE",
                        operation.getColumnsList(),
                        Rule.phase(operation.getWritersComply()),
                        target));
        steps.ifPresent(unique -> unique.check(facts, findings));
        if (steps.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        UniqueSteps unique = steps.get();
        return OperationPlan.of(
                        unique.after(facts, ConstraintFacts.Kind.UNIQUE),
                        unique.inOrder(Rule.reason(operation.getWritersComply()), facts))
                .asking(unique.duplicates())
                .noting(findings.list());
    }
}
