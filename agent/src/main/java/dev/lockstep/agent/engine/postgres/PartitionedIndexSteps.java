package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps of an index on a partitioned table, which cannot be built concurrently: one is built on each partition, where it blocks nobody; then they become
 * {@linkplain JoinedIndexes the index of the whole}.
 */
final class PartitionedIndexSteps {
    private final AddIndex operation;
    private final TableFacts root;
    private final PlanTarget target;
    private final Phase phase;
    private final Map<TableName, String> joining;
    private final JoinedIndexes indexes;
    private final Facts facts;

    PartitionedIndexSteps(AddIndex operation, TableFacts root, Facts facts, PlanTarget target) {
        this.operation = operation;
        this.root = root;
        this.target = target;
        this.facts = facts;
        this.phase = AddIndexPlanner.phase(operation, root, facts);
        this.joining = joining(operation, root, facts);
        Map<TableName, String> names = JoinedIndexes.free(root, names(operation), facts);
        names.putAll(joining);
        this.indexes = new JoinedIndexes(root, operation.getName(), names, phase, target);
    }

    /** The indexes of partitions that are there and become part of it: from CONTRACT on nothing takes it back, and them with it. */
    private static Map<TableName, String> joining(AddIndex operation, TableFacts root, Facts facts) {
        return AddIndexPlanner.phase(operation, root, facts) == Phase.CONTRACT
                ? equal(operation, root, facts).joining()
                : Map.of();
    }

    private static EqualIndexes equal(AddIndex operation, TableFacts root, Facts facts) {
        return new EqualIndexes(root, operation.getColumnsList(), operation.getUnique(), facts);
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
        equal(operation, root, facts).note(operation.getName(), joining(operation, root, facts), findings);
    }

    List<StepDraft> inOrder() {
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : root.traits().partitioning().leaves()) {
            if (!joining.containsKey(leaf.table())) {
                AddIndex own = operation.toBuilder()
                        .setName(indexes.name(leaf.table()))
                        .build();
                steps.add(AddIndexPlanner.buildStep(own, leaf.table(), phase, target));
            }
        }
        if (!joining.isEmpty()) {
            steps.add(equal(operation, root, facts).look(operation.getName(), joining, phase, target));
        }
        steps.addAll(indexes.inOrder(this::make));
        return steps;
    }

    private StepDraft make(TableName table) {
        String name = indexes.name(table);
        List<String> parts = indexes.below(table).stream()
                .map(part -> part.table().indexPath(indexes.name(part.table())))
                .toList();
        StepDraft make = StepDraft.transactional(
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
        return joining.isEmpty()
                ? make
                : make.before(new Scenery(table, onStage(table)))
                        .forwardOnly("CONTRACT only goes forward: %s would go, too, which were there before"
                                .formatted(String.join(", ", joining.values())));
    }

    /** Copies of partitions have no indexes. */
    private List<String> onStage(TableName table) {
        return indexes.below(table).stream()
                .map(Partition::table)
                .filter(joining::containsKey)
                .map(part -> "CREATE %sINDEX IF NOT EXISTS %s ON %s (%s)"
                        .formatted(
                                operation.getUnique() ? "UNIQUE " : "",
                                Quoting.identifier(indexes.name(part)),
                                target.table(part),
                                Quoting.identifiers(operation.getColumnsList())))
                .toList();
    }

    /** The node afterwards. */
    Facts after(Facts facts) {
        return indexes.after(
                facts,
                (table, name) -> table.indexes().containsKey(name)
                        ? table
                        : table.withIndex(AddIndexPlanner.added(operation, name)));
    }
}
