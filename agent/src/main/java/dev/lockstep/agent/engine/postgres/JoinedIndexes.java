package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The index of a partitioned table, made of those of its partitions, which are there already: the index of the whole is made without any of them, and they join it one by one. It
 * is valid from the last on.
 *
 * <p>A small partition that came meanwhile gets its index with the joining; one that comes later has it from the server.
 *
 * <p>No index ever leaves the one that it joined, so the way back drops the whole, which takes along all that have joined.
 */
final class JoinedIndexes {
    private final TableFacts root;
    private final Partitioning tree;
    private final Phase phase;
    private final PlanTarget target;
    private final String name;
    private final Map<TableName, String> names;

    /**
     * With names that the facts say are free.
     *
     * @param name of the index of the whole
     */
    JoinedIndexes(TableFacts root, String name, PartitionNames parts, Phase phase, Facts facts, PlanTarget target) {
        this(root, name, free(root, parts, facts), phase, target);
    }

    /**
     * With names for the indexes of partitions.
     *
     * @param name of the index of the whole
     */
    JoinedIndexes(TableFacts root, String name, Map<TableName, String> names, Phase phase, PlanTarget target) {
        this.root = root;
        this.tree = root.traits().partitioning();
        this.phase = phase;
        this.target = target;
        this.name = name;
        this.names = Map.copyOf(names);
    }

    /** Names for the indexes of partitions that nothing has yet. */
    static Map<TableName, String> free(TableFacts root, PartitionNames parts, Facts facts) {
        Map<TableName, String> names = new HashMap<>();
        for (TableName partition : root.traits().partitioning().tables()) {
            parts.free(partition, facts).ifPresent(free -> names.put(partition, free));
        }
        return names;
    }

    /** What must hold of the names in each partition before an index of it can be built. */
    static void check(PartitionNames names, List<String> columns, TableFacts root, Facts facts, Findings findings) {
        for (TableName partition : root.traits().partitioning().tables()) {
            findings.expect(
                    facts.table(partition).isPresent(),
                    "partition-fresh",
                    "expected every partition of %s to be there before this change, but an operation before this one makes %s; make two changes of them"
                            .formatted(root.name().shown(), partition.shown()));
        }
        for (TableFacts table : PartitionFacts.of(root, facts)) {
            names.candidates(table.name())
                    .map(candidate -> table.indexes().get(candidate.name()))
                    .filter(index -> index != null && !index.valid())
                    .forEach(index -> AddIndexPlanner.refuseLeftover(table, index.name(), findings));
            findings.expect(
                    names.free(table.name(), facts).isPresent(),
                    "index-exists",
                    "expected a free name for an index of (%s) on the partition %s, found several such indexes there; drop those that nobody needs"
                            .formatted(String.join(", ", columns), table.name().shown()));
        }
    }

    /**
     * The steps that come after those of the partitions, which hold rows.
     *
     * @param make makes the index of a table that is partitioned
     */
    List<StepDraft> inOrder(Function<TableName, StepDraft> make) {
        List<StepDraft> steps = new ArrayList<>(List.of(NewPartitions.lookForLarge(
                root,
                phase,
                "whose indexes are built",
                "the index of the whole is valid once every partition has joined it",
                target)));
        List<Partition> partitions = tree.partitions();
        for (int place = partitions.size() - 1; place >= 0; place--) {
            if (!partitions.get(place).isLeaf()) {
                steps.addAll(whole(partitions.get(place).table(), make));
            }
        }
        steps.addAll(whole(root.name(), make));
        return steps;
    }

    private List<StepDraft> whole(TableName table, Function<TableName, StepDraft> make) {
        List<TableName> parts =
                tree.partitionsOf(table).stream().map(Partition::table).toList();
        return parts.isEmpty() ? List.of(make.apply(table)) : List.of(make.apply(table), join(table, parts));
    }

    /** The partitions of one that is partitioned, and theirs. */
    List<Partition> below(TableName table) {
        List<Partition> all = new ArrayList<>();
        for (Partition partition : tree.partitionsOf(table)) {
            all.add(partition);
            all.addAll(below(partition.table()));
        }
        return all;
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
        sql.add(NewPartitions.join(target.table(table), index(table)));
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

    /** The index of one of the tables, for a statement. */
    String index(TableName table) {
        return target.table(table.sibling(name(table)));
    }

    /** The name of the index of one of the tables. */
    String name(TableName table) {
        return names.getOrDefault(table, name);
    }

    /**
     * The node afterwards.
     *
     * @param add gives a table an index of a name
     */
    Facts after(Facts facts, BiFunction<TableFacts, String, TableFacts> add) {
        List<Partitioning.IndexPart> parts = tree.tables().stream()
                .map(partition -> new Partitioning.IndexPart(partition, name(partition)))
                .toList();
        Facts after = facts.with(add.apply(root, name).with(root.traits().with(tree.withIndex(name, parts))))
                .withRelation(root.name().sibling(name));
        for (Partitioning.IndexPart part : parts) {
            TableFacts table = after.table(part.table()).orElseThrow();
            after = after.with(add.apply(table, part.name()))
                    .withRelation(part.table().sibling(part.name()));
        }
        return after;
    }
}
