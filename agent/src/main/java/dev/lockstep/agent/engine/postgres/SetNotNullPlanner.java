package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forbids NULL in a column. With a value, writers are helped first, so the rule stands from VALIDATE; without one, old writers could break it, so it waits for
 * CONTRACT (rule G6).
 */
final class SetNotNullPlanner {
    private SetNotNullPlanner() {}

    static OperationPlan plan(SetNotNull operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String value = PostgresTypes.text(operation.getValue());
        if (!value.isEmpty()) {
            TableChecks.checkExpression("value", value, findings);
        }
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> column.ifPresent(there -> check(found, there, value, facts, findings)));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        OperationPlan plan = value.isEmpty()
                ? proved(table.get(), column.get(), facts, target)
                : filled(table.get(), column.get(), value, facts, target);
        return plan.noting(findings.list());
    }

    private static void check(TableFacts table, ColumnFacts column, String value, Facts facts, Findings findings) {
        findings.expect(
                !column.notNull(),
                "not-null-already",
                "expected %s.%s to allow NULL, but it is NOT NULL already; take this operation out"
                        .formatted(table.name().shown(), column.name()));
        PartitionChecks.checkNullable(table, column.name(), facts, findings);
        FillChecks.checkRule(table, column.name(), facts.version(), findings);
        if (!value.isEmpty()) {
            findings.expect(
                    !column.generated(),
                    "column-generated",
                    "expected %s.%s to be an ordinary column, but it is generated, so it cannot be filled; change its expression"
                            .formatted(table.name().shown(), column.name()));
            PartitionChecks.checkFill(table, column.name(), facts, findings);
        }
    }

    private static OperationPlan proved(TableFacts table, ColumnFacts column, Facts facts, PlanTarget target) {
        NotNullSteps rule = new NotNullSteps(table, column.name(), facts.version(), target);
        List<StepDraft> steps = new ArrayList<>(rule.prove(Phase.CONTRACT));
        rule.dropProof()
                .ifPresent(sql -> steps.add(StepDraft.transactional(
                        table.name(),
                        Phase.CONTRACT,
                        "drop the check that proved %s of %s"
                                .formatted(column.name(), table.name().shown()),
                        Locks.withPartitions(table, Locks::accessExclusive),
                        List.of(sql),
                        Undos.irreversible("CONTRACT only goes forward: NOT NULL says the same"),
                        "a proof goes once the rule that it proved stands")));
        OperationPlan plan = OperationPlan.of(facts.with(table.withColumn(column.withNotNull(true))), steps);
        if (column.fresh()) {
            return plan;
        }
        return plan.asking(new RowQuestion(
                NotNullSteps.sampleOfNulls(table, column.name(), "", target),
                "nulls-remain",
                "expected no row of %s with %s NULL, found some; give a value to fill them, or fill them first"
                        .formatted(table.name().shown(), column.name())));
    }

    private static OperationPlan filled(
            TableFacts table, ColumnFacts column, String value, Facts facts, PlanTarget target) {
        FillSteps fill = new FillSteps(table, column.name(), value, facts, target);
        NotNullSteps rule = new NotNullSteps(table, column.name(), facts.version(), target);
        List<StepDraft> steps = new ArrayList<>(fill.start());
        steps.addAll(fill.backfill(facts, false));
        steps.addAll(rule.prove(Phase.VALIDATE));
        steps.add(fill.stop(rule.dropProof().map(List::of).orElse(List.of())));
        String missing = "%s IS NULL".formatted(Quoting.identifier(column.name()));
        TableFacts ruled =
                table.withColumn(column.withNotNull(true).filled(new ColumnTraits.Filling(missing, value, false)));
        Facts after = facts.with(ruled).withHelper(HelperNames.fill(table.name(), column.name()), "set_not_null");
        OperationPlan plan = OperationPlan.of(after, steps);
        if (column.fresh()) {
            return plan;
        }
        return plan.asking(FillChecks.valueIsNull(table, column.name(), value, " AND " + missing, target))
                .asking(UniqueRows.ofThere(ruled, column.name(), facts, target))
                .asking(CheckedRows.ofThere(ruled, column.name(), facts, target))
                .asking(ReferringRows.ofThere(ruled, column.name(), facts, target));
    }
}
