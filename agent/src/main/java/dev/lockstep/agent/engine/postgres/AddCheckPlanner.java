package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddCheck;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Optional;

/** Adds a check without a scan under a lock that blocks: unproved first, then proved. */
final class AddCheckPlanner {
    private AddCheckPlanner() {}

    static OperationPlan plan(AddCheck operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String check = PostgresTypes.text(operation.getCheck());
        TableChecks.checkExpression("check", check, findings);
        TableChecks.checkName("the constraint", operation.getName(), findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> PartitionChecks.freeConstraint(found, operation.getName(), facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableFacts before = table.get();
        Phase phase = Rule.phase(operation.getWritersComply());
        String offenders = Rule.sample(before, target.table(before.name()), "", "NOT (%s)".formatted(check));
        String broken = "expected every row of %s to keep %s (%s), found some that do not; correct them first"
                .formatted(before.name().shown(), operation.getName(), check);
        Rule rule =
                new Rule(before.name(), operation.getName(), "CHECK (%s)".formatted(check), offenders, broken, phase);
        ConstraintFacts added = new ConstraintFacts(
                operation.getName(), ConstraintFacts.Kind.CHECK, List.of(), List.of(), rule.definition());
        return OperationPlan.of(facts.with(before.withConstraint(added)), new RuleSteps(rule, before, target).inOrder())
                .asking(new RowQuestion(offenders, "check-broken", broken))
                .noting(findings.list());
    }
}
