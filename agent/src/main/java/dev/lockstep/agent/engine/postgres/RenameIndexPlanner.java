package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameIndex;
import java.util.List;
import java.util.Optional;

/**
 * Gives an index another name, under a lock on the index alone that stops nobody; statements do not name indexes. The indexes of partitions that belong to it keep
 * theirs.
 */
final class RenameIndexPlanner {
    private RenameIndexPlanner() {}

    static OperationPlan plan(RenameIndex operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the index", operation.getTo(), findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<IndexFacts> index = table.flatMap(found -> TableChecks.index(found, operation.getName(), findings));
        table.ifPresent(found -> index.ifPresent(there -> check(found, there, operation.getTo(), facts, findings)));
        if (table.isEmpty() || index.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        TableName from = name.sibling(operation.getName());
        TableName to = name.sibling(operation.getTo());
        StepDraft step = StepDraft.transactional(
                        name,
                        Phase.EXPAND,
                        "rename index %s of %s to %s".formatted(from.name(), name.shown(), to.name()),
                        Locks.shareUpdateExclusive(from),
                        List.of(rename(from, to, target)),
                        Undos.transactional(rename(to, from, target)),
                        "no statement names an index, so both shapes work with either name")
                .foreseeing(List.of(
                        Foreseen.gone(name.indexPath(from.name())),
                        Foreseen.like(name.indexPath(to.name()), name.indexPath(from.name()))))
                .unrehearsed();
        TableFacts after = table.get().renamed(from.name(), to.name());
        return OperationPlan.of(facts.with(after).withRelation(to), List.of(step))
                .noting(findings.list());
    }

    private static void check(TableFacts table, IndexFacts index, String to, Facts facts, Findings findings) {
        findings.expect(
                index.constraint().isEmpty(),
                "index-backs-constraint",
                "expected the index %s to stand for itself, but the constraint %s of %s has it; use rename_constraint"
                        .formatted(
                                index.name(), index.constraint(), table.name().shown()));
        findings.expect(
                !index.isReplicaIdentity(),
                "dependent",
                "expected nothing to need the name %s, but the replica identity of %s does; change that first"
                        .formatted(index.name(), table.name().shown()));
        findings.expect(
                !facts.isTaken(table.name().sibling(to)),
                "index-exists",
                "expected the name %s to be free, but another relation has it; choose another"
                        .formatted(table.name().sibling(to).shown()));
    }

    private static String rename(TableName from, TableName to, PlanTarget target) {
        return "ALTER INDEX %s RENAME TO %s".formatted(target.table(from), Quoting.identifier(to.name()));
    }
}
