package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of an index on a partitioned table, which cannot be built concurrently: one is built on each partition, where it blocks nobody; then the index of the
 * whole is made without any of them, and they join it one by one. It is valid from the last on.
 *
 * <p>No index ever leaves the one that it joined, so the way back drops the whole, which takes along all that have joined.
 */
final class PartitionedIndexSteps {
    private final AddIndex operation;
    private final TableFacts root;
    private final PlanTarget target;
    private final Partitioning tree;
    private final Phase phase;
    private final Map<TableName, String> names = new HashMap<>();

    /** Of names that the facts say are free. */
    PartitionedIndexSteps(AddIndex operation, TableFacts root, Facts facts, PlanTarget target) {
        this.operation = operation;
        this.root = root;
        this.target = target;
        this.tree = root.traits().partitioning();
        this.phase = operation.getUnique() ? Phase.CONTRACT : Phase.EXPAND;
        names.put(root.name(), operation.getName());
        for (Partition partition : tree.partitions()) {
            PartitionNames.free(partition.table(), operation.getColumnsList(), facts)
                    .ifPresent(name -> names.put(partition.table(), name));
        }
    }

    /** What must hold of each partition before an index of it can be built. */
    static void check(AddIndex operation, TableFacts root, Facts facts, Findings findings) {
        for (Partition partition : root.traits().partitioning().partitions()) {
            facts.table(partition.table()).ifPresent(table -> checkPartition(operation, table, facts, findings));
        }
        if (operation.getUnique()) {
            PartitionChecks.checkUnique(
                    root, "the unique index " + operation.getName(), operation.getColumnsList(), findings);
        }
    }

    private static void checkPartition(AddIndex operation, TableFacts table, Facts facts, Findings findings) {
        List<IndexFacts> broken = PartitionNames.candidates(table.name(), operation.getColumnsList())
                .map(name -> table.indexes().get(name.name()))
                .filter(index -> index != null && !index.valid())
                .toList();
        for (IndexFacts index : broken) {
            AddIndexPlanner.refuseLeftover(table, index.name(), findings);
        }
        findings.expect(
                PartitionNames.free(table.name(), operation.getColumnsList(), facts)
                        .isPresent(),
                "index-exists",
                "expected a free name for an index of (%s) on the partition %s, found several such indexes there; drop those that nobody needs"
                        .formatted(
                                String.join(", ", operation.getColumnsList()),
                                table.name().shown()));
    }

    List<StepDraft> inOrder() {
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : tree.leaves()) {
            AddIndex own = operation.toBuilder().setName(name(leaf.table())).build();
            steps.add(AddIndexPlanner.buildStep(own, leaf.table(), target));
        }
        steps.add(look());
        List<Partition> partitions = tree.partitions();
        for (int place = partitions.size() - 1; place >= 0; place--) {
            if (!partitions.get(place).isLeaf()) {
                steps.addAll(whole(partitions.get(place).table()));
            }
        }
        steps.addAll(whole(root.name()));
        return steps;
    }

    private List<StepDraft> whole(TableName table) {
        List<TableName> parts =
                tree.partitionsOf(table).stream().map(Partition::table).toList();
        return parts.isEmpty() ? List.of(make(table)) : List.of(make(table), join(table, parts));
    }

    private StepDraft make(TableName table) {
        return StepDraft.transactional(
                table,
                phase,
                "make index %s of %s, for those of its partitions to join".formatted(name(table), table.shown()),
                Locks.share(table),
                List.of("CREATE %sINDEX %s ON ONLY %s (%s)"
                        .formatted(
                                operation.getUnique() ? "UNIQUE " : "",
                                Quoting.identifier(name(table)),
                                target.table(table),
                                Quoting.identifiers(operation.getColumnsList()))),
                Undos.takingAlong(Undos.transactional("DROP INDEX IF EXISTS " + index(table)), partsOf(table)),
                "the index of a partitioned table is made of those of its partitions, so nothing is scanned");
    }

    private List<String> partsOf(TableName table) {
        List<String> paths = new ArrayList<>();
        for (Partition partition : tree.partitionsOf(table)) {
            paths.add(partition.table().indexPath(name(partition.table())));
            paths.addAll(partsOf(partition.table()));
        }
        return paths;
    }

    /** One that came after the plan was made has no index; those that come from now on get one from the server. */
    private StepDraft look() {
        List<String> known = new ArrayList<>(List.of(regclass(root.name())));
        tree.tables().forEach(partition -> known.add(regclass(partition)));
        return StepDraft.check(
                root.name(),
                phase,
                "look for partitions of %s that came after the plan"
                        .formatted(root.name().shown()),
                Check.newBuilder()
                        .setQuery("SELECT relid::text FROM pg_partition_tree(%s) WHERE relid <> ALL (ARRAY[%s]) LIMIT 5"
                                .formatted(regclass(root.name()), String.join(", ", known)))
                        .setExpectation("%s has the partitions that the plan knows, whose indexes are built"
                                .formatted(root.name().shown()))
                        .build(),
                "the index of the whole is valid once every partition has joined it");
    }

    private String regclass(TableName table) {
        return "to_regclass(" + Quoting.literal(target.table(table)) + ")";
    }

    /** What has joined stays joined, so it may begin again after any part of it. */
    private StepDraft join(TableName table, List<TableName> parts) {
        TableName whole = table.sibling(name(table));
        List<String> sql = new ArrayList<>(List.of("SET lock_timeout = '100ms'"));
        List<String> locks = new ArrayList<>(List.of(Locks.shareUpdateExclusive(whole)));
        for (TableName part : parts) {
            sql.add("ALTER INDEX %s ATTACH PARTITION %s".formatted(index(table), index(part)));
            locks.add(Locks.accessExclusive(part.sibling(name(part))));
        }
        return StepDraft.autonomous(
                table,
                phase,
                "join the indexes of the partitions of %s to %s".formatted(table.shown(), whole.name()),
                String.join(", ", locks),
                sql,
                List.of(),
                Undo.getDefaultInstance(),
                "one by one, each under a short lock on the index of one partition");
    }

    private String index(TableName table) {
        return target.table(table.sibling(name(table)));
    }

    private String name(TableName table) {
        return names.getOrDefault(table, operation.getName());
    }

    /** The node afterwards. */
    Facts after(Facts facts) {
        List<Partitioning.IndexPart> parts = tree.partitions().stream()
                .map(partition -> new Partitioning.IndexPart(partition.table(), name(partition.table())))
                .toList();
        Partitioning grown = tree.withIndex(operation.getName(), parts);
        Facts after = facts.with(root.withIndex(AddIndexPlanner.added(operation, operation.getName()))
                        .with(root.traits().with(grown)))
                .withRelation(root.name().sibling(operation.getName()));
        for (Partitioning.IndexPart part : parts) {
            TableFacts table = after.table(part.table()).orElseThrow();
            after = after.with(table.withIndex(AddIndexPlanner.added(operation, part.name())))
                    .withRelation(part.table().sibling(part.name()));
        }
        return after;
    }
}
