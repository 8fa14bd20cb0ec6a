package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropDefault;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Optional;

/** Takes a column's default away in CONTRACT: until then there are writers that leave the column out. */
final class DropDefaultPlanner {
    private DropDefaultPlanner() {}

    static OperationPlan plan(DropDefault operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> column.ifPresent(there -> {
            SetDefaultPlanner.checkOrdinary(found, there, findings);
            findings.expect(
                    there.hasDefault() || there.identity(),
                    "default-missing",
                    "expected %s.%s to have a default, but it has none; take this operation out"
                            .formatted(found.name().shown(), there.name()));
        }));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        String alter = SetDefaultPlanner.alter(name, column.get(), target);
        StepDraft step = StepDraft.transactional(
                name,
                Phase.CONTRACT,
                "drop the default of %s of %s".formatted(operation.getColumn(), name.shown()),
                Locks.withPartitions(table.get(), Locks::accessExclusive),
                List.of(alter + "DROP DEFAULT"),
                Undos.transactional(PartitionFacts.restoreDefault(table.get(), column.get(), facts, target)),
                "a default goes when no writer leaves its column out any more");
        Facts after = SetDefaultPlanner.withDefault(table.get(), operation.getColumn(), "", facts);
        return OperationPlan.of(after, List.of(step)).noting(findings.list());
    }
}
