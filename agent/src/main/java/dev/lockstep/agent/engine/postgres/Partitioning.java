package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a table is partitioned.
 *
 * @param key by what, as the server writes it; empty for an ordinary table
 * @param keyColumns columns of the key, and of those of its partitions; an empty name stands for an expression
 * @param partitions all of them, those of partitions too; each after the one that it is of
 * @param indexes indexes of partitions that belong to one of the table, by its name
 * @param constraints constraints that belong to one of the table, by its name: those of partitions, and those for the partitions of a table that it refers to
 * @param inherited what a new partition gets beside columns, indexes and constraints
 */
record Partitioning(
        String key,
        List<String> keyColumns,
        List<Partition> partitions,
        Map<String, List<IndexPart>> indexes,
        Map<String, List<ConstraintPart>> constraints,
        Inherited inherited) {

    static final Partitioning NONE = new Partitioning("", List.of(), List.of(), Map.of());

    Partitioning(
            String key, List<String> keyColumns, List<Partition> partitions, Map<String, List<IndexPart>> indexes) {
        this(key, keyColumns, partitions, indexes, Map.of(), Inherited.NOTHING);
    }

    Partitioning {
        keyColumns = List.copyOf(keyColumns);
        partitions = List.copyOf(partitions);
        indexes = Map.copyOf(indexes);
        constraints = Map.copyOf(constraints);
    }

    /**
     * What is of the table and then of its partitions.
     *
     * @param triggers names of its row triggers
     * @param owner the role that owns it; empty when it is not known
     */
    record Inherited(List<String> triggers, String owner) {
        static final Inherited NOTHING = new Inherited(List.of(), "");

        Inherited {
            triggers = List.copyOf(triggers);
        }
    }

    /** The index of a partition. */
    record IndexPart(TableName table, String name) {}

    /**
     * A constraint that the server made for another one.
     *
     * @param referenced the table that it refers to, if it is a foreign key
     */
    record ConstraintPart(TableName table, String name, List<TableName> referenced) {
        ConstraintPart {
            referenced = List.copyOf(referenced);
        }
    }

    List<TableName> tables() {
        return partitions.stream().map(Partition::table).toList();
    }

    List<Partition> leaves() {
        return partitions.stream().filter(Partition::isLeaf).toList();
    }

    List<Partition> partitionsOf(TableName parent) {
        return partitions.stream()
                .filter(partition -> partition.parent().equals(parent))
                .toList();
    }

    /** Of one of its tables, with the partitions that are below that one. */
    Partitioning below(TableName root) {
        List<Partition> found = new ArrayList<>();
        for (Partition partition : partitions) {
            boolean isBelow = partition.parent().equals(root)
                    || found.stream().anyMatch(other -> other.table().equals(partition.parent()));
            if (isBelow) {
                found.add(partition);
            }
        }
        return new Partitioning(key, keyColumns, found, indexes, constraints, inherited);
    }

    /** Whether the table or one of its partitions is partitioned by a column, or by an expression whose text has such a word. */
    boolean isKeyedBy(String column) {
        Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(column.replace("\"", "\"\"")) + "(?![\\w$])");
        return keyColumns.contains(column)
                || keyColumns.contains("")
                        && Stream.concat(Stream.of(key), partitions.stream().map(Partition::key))
                                .anyMatch(text -> word.matcher(text).find());
    }

    List<IndexPart> partsOf(String index) {
        return indexes.getOrDefault(index, List.of());
    }

    List<ConstraintPart> partsOfConstraint(String constraint) {
        return constraints.getOrDefault(constraint, List.of());
    }

    /** Whether a constraint of a partition belongs to one of the table. */
    boolean isPart(TableName partition, String constraint) {
        return constraints.values().stream()
                .flatMap(List::stream)
                .anyMatch(part -> part.table().equals(partition) && part.name().equals(constraint));
    }

    Partitioning withConstraintPart(String constraint, ConstraintPart part) {
        Map<String, List<ConstraintPart>> more = new LinkedHashMap<>(constraints);
        List<ConstraintPart> parts = new ArrayList<>(partsOfConstraint(constraint));
        parts.add(part);
        more.put(constraint, List.copyOf(parts));
        return new Partitioning(key, keyColumns, partitions, indexes, more, inherited);
    }

    Partitioning withIndex(String index, List<IndexPart> parts) {
        Map<String, List<IndexPart>> more = new LinkedHashMap<>(indexes);
        more.put(index, List.copyOf(parts));
        return new Partitioning(key, keyColumns, partitions, more, constraints, inherited);
    }

    /** With another name for an index, a constraint, or a constraint and its index. */
    Partitioning renamed(String from, String to) {
        Map<String, List<IndexPart>> newIndexes = new LinkedHashMap<>(indexes);
        Map<String, List<ConstraintPart>> newConstraints = new LinkedHashMap<>(constraints);
        List<IndexPart> ofIndex = newIndexes.remove(from);
        List<ConstraintPart> ofConstraint = newConstraints.remove(from);
        if (ofIndex != null) {
            newIndexes.put(to, ofIndex);
        }
        if (ofConstraint != null) {
            newConstraints.put(to, ofConstraint);
        }
        return new Partitioning(key, keyColumns, partitions, newIndexes, newConstraints, inherited);
    }

    Partitioning withKeyColumns(List<String> columns) {
        List<String> more = new ArrayList<>(keyColumns);
        more.addAll(columns);
        return new Partitioning(key, more, partitions, indexes, constraints, inherited);
    }

    Partitioning withInherited(Inherited other) {
        return new Partitioning(key, keyColumns, partitions, indexes, constraints, other);
    }

    Partitioning withoutPartition(TableName partition) {
        List<Partition> fewer = partitions.stream()
                .filter(each -> !each.table().equals(partition))
                .toList();
        return new Partitioning(key, keyColumns, fewer, indexes, constraints, inherited);
    }

    Partitioning withPartition(Partition partition) {
        List<Partition> more = new ArrayList<>(partitions);
        more.add(partition);
        return new Partitioning(key, keyColumns, more, indexes, constraints, inherited);
    }
}
