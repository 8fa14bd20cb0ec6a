package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps of a unique constraint or primary key of a partitioned table, of which the server makes no constraint of an index: each partition gets its index, where it blocks
 * nobody, and of that its constraint, under a short lock; then the constraint of the whole is made without any of them, and {@linkplain JoinedIndexes they join it}.
 */
final class PartitionedUniqueSteps {
    private final UniqueSteps operation;
    private final TableFacts root;
    private final Facts facts;
    private final PlanTarget target;
    private final JoinedIndexes indexes;

    PartitionedUniqueSteps(UniqueSteps operation, Facts facts) {
        this.operation = operation;
        this.root = operation.table();
        this.facts = facts;
        this.target = operation.target();
        this.indexes = new JoinedIndexes(root, operation.name(), names(operation), operation.phase(), facts, target);
    }

    private static PartitionNames names(UniqueSteps operation) {
        return operation.isPrimary() ? PartitionNames.ofPrimaryKey() : PartitionNames.ofUnique(operation.columns());
    }

    /** What must hold of the partitions. */
    static void check(UniqueSteps operation, Facts facts, Findings findings) {
        JoinedIndexes.check(names(operation), operation.columns(), operation.table(), facts, findings);
        PartitionChecks.checkUnique(
                operation.table(), "the constraint " + operation.name(), operation.columns(), findings);
        new EqualIndexes(operation.table(), operation.columns(), true, facts)
                .note(operation.name(), Map.of(), findings);
    }

    /** All indexes before the first constraint: one that cannot be built leaves least behind. */
    List<StepDraft> inOrder(String reason) {
        List<UniqueSteps> leaves = root.traits().partitioning().leaves().stream()
                .map(leaf -> operation.of(facts.table(leaf.table()).orElseThrow(), indexes.name(leaf.table())))
                .toList();
        List<StepDraft> steps = new ArrayList<>();
        leaves.forEach(leaf -> steps.add(leaf.build(reason)));
        leaves.forEach(leaf -> steps.add(leaf.attachForWhole()));
        steps.addAll(indexes.inOrder(this::make));
        return steps;
    }

    private StepDraft make(TableName table) {
        String name = indexes.name(table);
        List<String> parts = new ArrayList<>();
        for (Partition part : indexes.below(table)) {
            String own = indexes.name(part.table());
            parts.add(part.table().constraintPath(own));
            if (part.isLeaf()) {
                parts.add(part.table().indexPath(own));
            }
        }
        return StepDraft.transactional(
                table,
                operation.phase(),
                "make %s %s of %s, for those of its partitions to join"
                        .formatted(operation.words(), name, table.shown()),
                Locks.accessExclusive(table),
                List.of("ALTER TABLE ONLY %s ADD CONSTRAINT %s %s (%s)"
                        .formatted(
                                target.table(table),
                                Quoting.identifier(name),
                                operation.kind(),
                                Quoting.identifiers(operation.columns()))),
                Undos.takingAlong(dropConstraint(table), parts),
                "the constraint of a partitioned table is made of those of its partitions, so nothing is scanned");
    }

    private Undo dropConstraint(TableName table) {
        return Undos.transactional("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s"
                .formatted(target.table(table), Quoting.identifier(indexes.name(table))));
    }

    /** The node afterwards. */
    Facts after(ConstraintFacts.Kind constraint) {
        return indexes.after(facts, (table, name) -> operation.of(table, name).added(constraint));
    }
}
