package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropIndex;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drops an index in CONTRACT, without blocking readers or writers. */
final class DropIndexPlanner {
    private DropIndexPlanner() {}

    static OperationPlan plan(DropIndex operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> check(operation.getName(), found, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableFacts found = table.get();
        IndexFacts index = java.util.Objects.requireNonNull(found.indexes().get(operation.getName()));
        if (found.isPartitioned()) {
            return OperationPlan.of(
                            facts.with(found.withoutIndex(index.name())), List.of(dropWhole(found, index, target)))
                    .noting(findings.list());
        }
        StepDraft drop = dropStep(
                found.name(),
                index.name(),
                Undos.autonomous(List.of(
                        index.definition().replaceFirst("^CREATE (UNIQUE )?INDEX", "CREATE $1INDEX CONCURRENTLY"))),
                "an index goes when no reader of the old shape needs it",
                target);
        return OperationPlan.of(facts.with(found.withoutIndex(index.name())), List.of(drop))
                .noting(findings.list());
    }

    private static void check(String name, TableFacts table, Findings findings) {
        Optional<IndexFacts> found = TableChecks.index(table, name, findings);
        if (found.isEmpty()) {
            return;
        }
        IndexFacts index = found.get();
        findings.expect(
                index.constraint().isEmpty(),
                "index-backs-constraint",
                "expected the index %s to stand for itself, but the constraint %s of %s needs it; drop the constraint instead"
                        .formatted(name, index.constraint(), table.name().shown()));
        for (String user : index.users()) {
            findings.refuse(
                    "dependent",
                    "expected nothing to need the index %s of %s, but %s does; change that first"
                            .formatted(name, table.name().shown(), user));
        }
    }

    /** It cannot go concurrently; its partitions' indexes go with it, and nothing is scanned. */
    private static StepDraft dropWhole(TableFacts table, IndexFacts index, PlanTarget target) {
        TableName name = table.name();
        Partitioning tree = table.traits().partitioning();
        List<String> gone = new ArrayList<>(List.of(name.indexPath(index.name())));
        tree.partsOf(index.name()).forEach(part -> gone.add(part.table().indexPath(part.name())));
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "drop index %s of %s, with those of its partitions".formatted(index.name(), name.shown()),
                        Locks.withPartitions(table, Locks::accessExclusive),
                        List.of("DROP INDEX " + target.table(name.sibling(index.name()))),
                        Undos.irreversible("CONTRACT only goes forward: the index would have to be built again"),
                        "an index goes when no reader of the old shape needs it")
                .removing(gone)
                .unrehearsed();
    }

    /** Dropping again after a broken try is right, so it looks away when the index has gone; the catalog is what counts. */
    static StepDraft dropStep(TableName table, String index, Undo undo, String reason, PlanTarget target) {
        String sql = "DROP INDEX%s IF EXISTS %s".formatted(target.concurrently(), target.table(table.sibling(index)));
        return StepDraft.autonomous(
                        table,
                        Phase.CONTRACT,
                        "drop index %s of %s".formatted(index, table.shown()),
                        Locks.shareUpdateExclusive(table),
                        List.of(sql),
                        List.of(sql),
                        undo,
                        reason)
                .removing(List.of(table.indexPath(index)))
                .unrehearsed();
    }
}
