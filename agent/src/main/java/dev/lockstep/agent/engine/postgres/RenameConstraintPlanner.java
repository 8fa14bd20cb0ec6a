package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameConstraint;
import java.util.List;
import java.util.Optional;

/** Gives a constraint another name in CONTRACT: until then, a writer of the old shape may name it in ON CONFLICT ON CONSTRAINT. */
final class RenameConstraintPlanner {
    private RenameConstraintPlanner() {}

    static OperationPlan plan(RenameConstraint operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the constraint", operation.getTo(), findings);
        Optional<TableFacts> table = TableChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ConstraintFacts> constraint =
                table.flatMap(found -> TableChecks.constraint(found, operation.getName(), findings));
        table.ifPresent(found -> TableChecks.freeConstraint(found, operation.getTo(), findings));
        table.ifPresent(
                found -> constraint.ifPresent(there -> check(found, there, operation.getTo(), facts, findings)));
        if (table.isEmpty() || constraint.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        StepDraft step = StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "rename the %s %s of %s to %s"
                                .formatted(
                                        constraint.get().kind().words(),
                                        operation.getName(),
                                        name.shown(),
                                        operation.getTo()),
                        Locks.accessExclusive(name),
                        List.of(rename(name, operation.getName(), operation.getTo(), target)),
                        Undos.transactional(rename(name, operation.getTo(), operation.getName(), target)),
                        "a name goes when no statement of the old shape uses it")
                .foreseeing(List.of(
                        Foreseen.gone(name.constraintPath(operation.getName())),
                        Foreseen.like(
                                name.constraintPath(operation.getTo()), name.constraintPath(operation.getName()))))
                .unrehearsed();
        TableFacts after = table.get().renamed(operation.getName(), operation.getTo());
        return OperationPlan.of(facts.with(after), List.of(step)).noting(findings.list());
    }

    private static void check(TableFacts table, ConstraintFacts constraint, String to, Facts facts, Findings findings) {
        findings.expect(
                constraint.kind() != ConstraintFacts.Kind.NOT_NULL,
                "constraint-not-null",
                "expected another constraint than NOT NULL, whose name is no part of the schema here, but %s of %s is one; take this operation out"
                        .formatted(constraint.name(), table.name().shown()));
        Optional<IndexFacts> index = Optional.ofNullable(table.indexes().get(constraint.name()))
                .filter(found -> found.constraint().equals(constraint.name()));
        findings.expect(
                index.isEmpty() || !facts.isTaken(table.name().sibling(to)),
                "index-exists",
                "expected the name %s to be free, because the index of the constraint gets it too, but another relation has it; choose another"
                        .formatted(table.name().sibling(to).shown()));
        findings.expect(
                index.filter(IndexFacts::isReplicaIdentity).isEmpty(),
                "dependent",
                "expected nothing to need the name %s, but the replica identity of %s does; change that first"
                        .formatted(constraint.name(), table.name().shown()));
    }

    private static String rename(TableName table, String from, String to, PlanTarget target) {
        return "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
                .formatted(target.table(table), Quoting.identifier(from), Quoting.identifier(to));
    }
}
