package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameConstraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a constraint another name in CONTRACT: until then, a writer of the old shape may name it in ON CONFLICT ON CONSTRAINT. */
final class RenameConstraintPlanner {
    private RenameConstraintPlanner() {}

    static OperationPlan plan(RenameConstraint operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the constraint", operation.getTo(), findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ConstraintFacts> constraint =
                table.flatMap(found -> TableChecks.constraint(found, operation.getName(), findings));
        table.ifPresent(
                found -> constraint.ifPresent(there -> check(found, there, operation.getTo(), facts, findings)));
        if (table.isEmpty() || constraint.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        List<TableFacts> renamed =
                hasOneName(constraint.get()) ? PartitionFacts.whole(table.get(), facts) : List.of(table.get());
        StepDraft step = StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "rename the %s %s of %s to %s"
                                .formatted(
                                        constraint.get().kind().words(),
                                        operation.getName(),
                                        name.shown(),
                                        operation.getTo()),
                        hasOneName(constraint.get())
                                ? Locks.withPartitions(table.get(), Locks::accessExclusive)
                                : Locks.accessExclusive(name),
                        List.of(rename(name, operation.getName(), operation.getTo(), target)),
                        Undos.transactional(rename(name, operation.getTo(), operation.getName(), target)),
                        "a name goes when no statement of the old shape uses it")
                .foreseeing(renamed.stream()
                        .flatMap(one -> Stream.of(
                                Foreseen.gone(one.name().constraintPath(operation.getName())),
                                Foreseen.like(
                                        one.name().constraintPath(operation.getTo()),
                                        one.name().constraintPath(operation.getName()))))
                        .toList())
                .unrehearsed();
        Facts after = facts;
        for (TableFacts one : renamed) {
            after = after.with(one.renamed(operation.getName(), operation.getTo()));
        }
        return OperationPlan.of(after, List.of(step)).noting(findings.list());
    }

    /** A check has the same name in the whole and in all partitions; the others have one of their own in each. */
    private static boolean hasOneName(ConstraintFacts constraint) {
        return constraint.kind() == ConstraintFacts.Kind.CHECK;
    }

    private static void check(TableFacts table, ConstraintFacts constraint, String to, Facts facts, Findings findings) {
        if (hasOneName(constraint)) {
            PartitionChecks.freeConstraint(table, to, facts, findings);
        } else {
            TableChecks.freeConstraint(table, to, findings);
        }
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
