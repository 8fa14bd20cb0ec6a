package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of an index on a partitioned table, which cannot be built concurrently: one is built on each partition, where it blocks nobody; then they become
 * {@linkplain JoinedIndexes the index of the whole}.
 */
final class PartitionedIndexSteps {
    private final AddIndex operation;
    private final TableFacts root;
    private final PlanTarget target;
    private final Phase phase;
    private final JoinedIndexes indexes;

    PartitionedIndexSteps(AddIndex operation, TableFacts root, Facts facts, PlanTarget target) {
        this.operation = operation;
        this.root = root;
        this.target = target;
        this.phase = AddIndexPlanner.phase(operation, root, facts);
        this.indexes = new JoinedIndexes(root, operation.getName(), names(operation), phase, facts, target);
    }

    private static PartitionNames names(AddIndex operation) {
        return PartitionNames.ofIndex(operation.getColumnsList());
    }

    /** What must hold of each partition before an index of it can be built. */
    static void check(AddIndex operation, TableFacts root, Facts facts, Findings findings) {
        JoinedIndexes.check(names(operation), operation.getColumnsList(), root, facts, findings);
        if (operation.getUnique()) {
            PartitionChecks.checkUnique(
                    root, "the unique index " + operation.getName(), operation.getColumnsList(), findings);
        }
    }

    List<StepDraft> inOrder() {
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : root.traits().partitioning().leaves()) {
            AddIndex own =
                    operation.toBuilder().setName(indexes.name(leaf.table())).build();
            steps.add(AddIndexPlanner.buildStep(own, leaf.table(), phase, target));
        }
        steps.addAll(indexes.inOrder(this::make));
        return steps;
    }

    private StepDraft make(TableName table) {
        String name = indexes.name(table);
        List<String> parts = indexes.below(table).stream()
                .map(part -> part.table().indexPath(indexes.name(part.table())))
                .toList();
        return StepDraft.transactional(
                table,
                phase,
                "make index %s of %s, for those of its partitions to join".formatted(name, table.shown()),
                Locks.share(table),
                List.of("CREATE %sINDEX %s ON ONLY %s (%s)"
                        .formatted(
                                operation.getUnique() ? "UNIQUE " : "",
                                Quoting.identifier(name),
                                target.table(table),
                                Quoting.identifiers(operation.getColumnsList()))),
                Undos.takingAlong(Undos.transactional("DROP INDEX IF EXISTS " + indexes.index(table)), parts),
                "the index of a partitioned table is made of those of its partitions, so nothing is scanned");
    }

    /** The node afterwards. */
    Facts after(Facts facts) {
        return indexes.after(facts, (table, name) -> table.withIndex(AddIndexPlanner.added(operation, name)));
    }
}
