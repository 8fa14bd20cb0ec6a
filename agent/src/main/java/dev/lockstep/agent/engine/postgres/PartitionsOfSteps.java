package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Says of each step which partitions it deals with, and which of its statements are for one of them alone: people take partitions away while an epoch is open, and what was to
 * be done to one that is gone is passed over. The step that takes one out itself names that one alone: if it is gone, only the catalog says whether as the plan wants it.
 */
final class PartitionsOfSteps {
    /** The table at the top, by partition. */
    private final Map<TableName, TableName> wholes = new HashMap<>();

    private final Map<String, Partition> byPath = new HashMap<>();

    /** Partitions that come or leave by the change itself. */
    private final Set<String> own = new HashSet<>();

    /** Whose index it is, by its name; without a table where two have had the name. */
    private final Map<TableName, Optional<TableName>> indexes = new HashMap<>();

    private PartitionsOfSteps() {}

    /** For the steps of a change, as the node was when the plan was made. */
    static PartitionsOfSteps of(Facts facts, List<Operation> operations, List<Step.Builder> steps) {
        PartitionsOfSteps partitions = new PartitionsOfSteps();
        Set<TableName> below = new HashSet<>();
        facts.tables().values().forEach(table -> below.addAll(tree(table).tables()));
        Set<TableName> own = moved(operations);
        own.forEach(partition -> partitions.own.add(partition.path()));
        for (TableFacts table : facts.tables().values()) {
            if (!below.contains(table.name())) {
                tree(table).partitions().stream()
                        .filter(partition -> !own.contains(partition.table()))
                        .forEach(partition -> partitions.add(partition, table.name()));
            }
        }
        if (!partitions.wholes.isEmpty()) {
            facts.tables()
                    .values()
                    .forEach(table -> table.indexes().keySet().forEach(index -> partitions.owns(table.name(), index)));
            steps.forEach(partitions::learn);
        }
        return partitions;
    }

    private static Partitioning tree(TableFacts table) {
        return table.traits().partitioning();
    }

    private static Set<TableName> moved(List<Operation> operations) {
        Set<TableName> moved = new HashSet<>();
        for (Operation operation : operations) {
            switch (operation.getKindCase()) {
                case DETACH_PARTITION ->
                    moved.add(PartitionChecks.named(
                            TableName.of(operation.getDetachPartition().getTable()),
                            operation.getDetachPartition().getPartition()));
                case DROP_PARTITION ->
                    moved.add(PartitionChecks.named(
                            TableName.of(operation.getDropPartition().getTable()),
                            operation.getDropPartition().getPartition()));
                default -> {}
            }
        }
        return moved;
    }

    private void add(Partition partition, TableName whole) {
        wholes.put(partition.table(), whole);
        byPath.put(partition.table().path(), partition);
    }

    /** The names of the indexes that a step makes. */
    private void learn(Step.Builder step) {
        for (ObjectChange effect : step.getEffectsList()) {
            int name = effect.getPath().lastIndexOf("/index:");
            partitionOf(effect.getPath())
                    .filter(partition -> name == partition.path().length())
                    .ifPresent(partition -> owns(partition, effect.getPath().substring(name + "/index:".length())));
        }
        step.getStatement()
                .getSqlList()
                .forEach(sql -> SqlSubject.constraintWithIndex(sql).ifPresent(made -> owns(made.table(), made.name())));
    }

    private void owns(TableName table, String index) {
        indexes.merge(
                table.sibling(index), Optional.of(table), (one, other) -> one.equals(other) ? one : Optional.empty());
    }

    /** The partition that an object belongs to, or is. */
    private Optional<TableName> partitionOf(String path) {
        Partition itself = byPath.get(path);
        if (itself != null) {
            return Optional.of(itself.table());
        }
        // Names may hold slashes.
        for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
            Partition found = byPath.get(path.substring(0, end));
            if (found != null) {
                return Optional.of(found.table());
            }
        }
        return Optional.empty();
    }

    /**
     * Marks a step.
     *
     * @param table the one that it is about
     */
    void mark(Step.Builder step, TableName table) {
        TreeMap<String, StepPartition.Builder> marks = new TreeMap<>();
        if (wholes.containsKey(table)) {
            mark(marks, table).setAlone(true);
        }
        step.getEffectsList().forEach(effect -> partitionOf(effect.getPath()).ifPresent(found -> mark(marks, found)));
        subjects(step.getStatement().getSqlList())
                .forEach((place, found) -> mark(marks, found).addSql(place));
        subjects(step.getUndo().getSqlList())
                .forEach((place, found) -> mark(marks, found).addUndoSql(place));
        if (marks.isEmpty()) {
            // Without a query for those that are gone: who takes it out by hand has done what the step does, or
            // something else.
            step.getEffectsList().stream()
                    .filter(effect -> own.contains(effect.getPath()))
                    .forEach(effect -> step.addPartitions(
                            StepPartition.newBuilder().setPath(effect.getPath()).setAlone(true)));
        } else {
            marks.values().forEach(step::addPartitions);
            List<Partition> partitions = marks.keySet().stream()
                    .map(path -> Objects.requireNonNull(byPath.get(path)))
                    .toList();
            step.setGone(gone(partitions));
            step.setReplaced(replaced(partitions));
        }
    }

    private static StepPartition.Builder mark(Map<String, StepPartition.Builder> marks, TableName partition) {
        return marks.computeIfAbsent(
                partition.path(), path -> StepPartition.newBuilder().setPath(path));
    }

    /** The statements that are for a partition alone, by their places. */
    private TreeMap<Integer, TableName> subjects(List<String> sql) {
        TreeMap<Integer, TableName> subjects = new TreeMap<>();
        for (int place = 0; place < sql.size(); place++) {
            String one = sql.get(place);
            Optional<TableName> subject = SqlSubject.table(one)
                    .or(() -> SqlSubject.index(one).flatMap(index -> indexes.getOrDefault(index, Optional.empty())));
            if (subject.filter(wholes::containsKey).isPresent()) {
                subjects.put(place, subject.get());
            }
        }
        return subjects;
    }

    /**
     * By name, as everything in a plan is, so that nodes with the same tables have the same plan. While the table at the top is not there, none is gone: something else is wrong then.
     * A partition whose DETACH CONCURRENTLY has begun is gone: no query of the whole sees it.
     */
    private String gone(List<Partition> partitions) {
        Map<TableName, List<Partition>> byWhole = new TreeMap<>(Comparator.comparing(TableName::shown));
        partitions.forEach(partition -> byWhole.computeIfAbsent(
                        Objects.requireNonNull(wholes.get(partition.table())), whole -> new ArrayList<>())
                .add(partition));
        List<String> queries = new ArrayList<>();
        byWhole.forEach((whole, parts) -> {
            String top = regclass(whole);
            queries.add(
                    "SELECT p.path FROM unnest(%s, %s) AS p (path, name) WHERE %s IS NOT NULL AND NOT EXISTS (SELECT FROM pg_partition_ancestors(to_regclass(p.name)) AS up WHERE up.relid = %s)"
                            .formatted(
                                    texts(parts, part -> part.table().path()),
                                    texts(parts, part -> part.table().sql()),
                                    top,
                                    top));
        });
        return String.join(" UNION ALL ", queries);
    }

    /** A partition that was renamed, or whose place another table took, has rows that the plan's steps would pass by. */
    private static String replaced(List<Partition> partitions) {
        return "SELECT format('%%s of %%s is in the place of %%s', c.oid::regclass, i.inhparent::regclass, p.name) FROM unnest(%s, %s, %s) AS p (name, parent, bound) JOIN pg_inherits i ON i.inhparent = to_regclass(p.parent) JOIN pg_class c ON c.oid = i.inhrelid WHERE pg_get_expr(c.relpartbound, c.oid) = p.bound AND c.oid IS DISTINCT FROM to_regclass(p.name)"
                .formatted(
                        texts(partitions, part -> part.table().sql()),
                        texts(partitions, part -> part.parent().sql()),
                        texts(partitions, Partition::bound));
    }

    private static String regclass(TableName table) {
        return "to_regclass(%s)".formatted(Quoting.literal(table.sql()));
    }

    private static String texts(List<Partition> partitions, Function<Partition, String> text) {
        return Quoting.textArray(partitions.stream().map(text).toList());
    }
}
