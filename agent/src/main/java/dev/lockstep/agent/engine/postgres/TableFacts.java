package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A table as planners see it: as it is, or as it will be after the operations before.
 *
 * @param kind in words: "table", "view", "partitioned table" …
 * @param obstacles why it cannot be changed by Lockstep at all, in words (a partition, a table of an extension); empty for none
 * @param owned whether this session may alter it
 * @param canCreate whether this session may create indexes in its schema
 * @param rows how many there are, from statistics
 * @param bytes of the table with its indexes
 * @param attributes columns that it ever had: the server's limit counts dropped ones too
 * @param constraints by name
 * @param triggers names of users' triggers that fire when rows are inserted or updated
 * @param publications names of publications that carry it
 * @param traits what is said of it as a whole
 */
record TableFacts(
        TableName name,
        String kind,
        List<String> obstacles,
        boolean owned,
        boolean canCreate,
        long rows,
        long bytes,
        int attributes,
        Map<String, ColumnFacts> columns,
        Map<String, IndexFacts> indexes,
        Map<String, ConstraintFacts> constraints,
        List<Dependent> dependents,
        List<String> triggers,
        List<String> publications,
        TableTraits traits) {

    static final String PLAIN = "table";
    static final String PARTITIONED = "partitioned table";

    /** The obstacle of a partition. */
    static final String OF_ANOTHER = "is a partition";

    TableFacts {
        obstacles = List.copyOf(obstacles);
        columns = Map.copyOf(columns);
        indexes = Map.copyOf(indexes);
        constraints = Map.copyOf(constraints);
        dependents = List.copyOf(dependents);
        triggers = List.copyOf(triggers);
        publications = List.copyOf(publications);
    }

    /** The columns that a backfill can go by: the primary key, else the shortest complete unique index. */
    Optional<List<String>> key() {
        return indexes.values().stream()
                .filter(index -> index.isKeyOf(this))
                .min((one, other) -> {
                    int byPrimary = Boolean.compare(other.primary(), one.primary());
                    int byLength = Integer.compare(
                            one.columns().size(), other.columns().size());
                    return byPrimary != 0
                            ? byPrimary
                            : byLength != 0 ? byLength : one.name().compareTo(other.name());
                })
                .map(IndexFacts::columns);
    }

    /** Whether it has a replica identity, by which subscribers are told which row was updated. */
    boolean tellsRowsApart() {
        return switch (traits.replicaIdentity()) {
            case "DEFAULT" -> indexes.values().stream().anyMatch(IndexFacts::primary);
            case "NOTHING" -> false;
            default -> true;
        };
    }

    boolean isPartitioned() {
        return kind.equals(PARTITIONED);
    }

    /** Whether the same change creates it. */
    boolean fresh() {
        return !columns.isEmpty() && columns.values().stream().allMatch(ColumnFacts::fresh);
    }

    List<Dependent> dependentsOf(String column) {
        return dependents.stream()
                .filter(dependent -> dependent.column().equals(column))
                .toList();
    }

    /** Whether rows are found by these columns without a scan, whatever their order in an index is. */
    boolean hasIndexFor(List<String> wanted) {
        return indexes.values().stream()
                .anyMatch(index -> index.valid()
                        && index.whole()
                        && index.columns().size() >= wanted.size()
                        && index.columns().subList(0, wanted.size()).containsAll(wanted));
    }

    TableFacts with(TableTraits newTraits) {
        return copy(name, obstacles, attributes, columns, indexes, constraints, dependents, newTraits);
    }

    /** When it has become a partition of another table. */
    TableFacts asPartition() {
        List<String> more = new ArrayList<>(obstacles);
        more.add(OF_ANOTHER);
        return copy(name, more, attributes, columns, indexes, constraints, dependents, traits);
    }

    /** With other words for those that need it; without those for whom there are none. */
    TableFacts describingUsers(Function<String, Optional<String>> words) {
        List<Dependent> described = dependents.stream()
                .flatMap(dependent -> words
                        .apply(dependent.description())
                        .map(text -> new Dependent(dependent.column(), dependent.kind(), dependent.name(), text))
                        .stream())
                .toList();
        TableTraits told = traits.withUsers(traits.users().stream()
                .flatMap(user -> words.apply(user).stream())
                .toList());
        return copy(name, obstacles, attributes, columns, indexes, constraints, described, told);
    }

    TableFacts withColumn(ColumnFacts column) {
        Map<String, ColumnFacts> more = new TreeMap<>(columns);
        more.put(column.name(), column);
        return with(more, indexes, constraints, attributes + (columns.containsKey(column.name()) ? 0 : 1));
    }

    /** The same without such a column. */
    TableFacts changingColumn(String column, UnaryOperator<ColumnFacts> change) {
        ColumnFacts there = columns.get(column);
        return there == null ? this : withColumn(change.apply(there));
    }

    /** From CONTRACT on. */
    TableFacts withoutColumn(String column) {
        Map<String, ColumnFacts> fewer = new TreeMap<>(columns);
        ColumnFacts gone = fewer.remove(column);
        Leaving leaving = gone == null ? traits.leaving() : traits.leaving().with(gone);
        return with(fewer, indexes, constraints, attributes).with(traits.with(leaving));
    }

    TableFacts withIndex(IndexFacts index) {
        Map<String, IndexFacts> more = new TreeMap<>(indexes);
        more.put(index.name(), index);
        return with(columns, more, constraints, attributes);
    }

    /** From CONTRACT on. */
    TableFacts withoutIndex(String index) {
        return without(each -> each.name().equals(index));
    }

    private TableFacts without(Predicate<IndexFacts> which) {
        Map<String, IndexFacts> fewer = new TreeMap<>(indexes);
        List<IndexFacts> gone = fewer.values().stream().filter(which).toList();
        fewer.values().removeAll(gone);
        return with(columns, fewer, constraints, attributes)
                .with(traits.with(traits.leaving().with(gone)));
    }

    TableFacts withConstraint(ConstraintFacts constraint) {
        Map<String, ConstraintFacts> more = new TreeMap<>(constraints);
        more.put(constraint.name(), constraint);
        return with(columns, indexes, more, attributes);
    }

    /** From CONTRACT on; with the index that stands behind it, if there is one. */
    TableFacts withoutConstraint(String constraint) {
        Map<String, ConstraintFacts> fewer = new TreeMap<>(constraints);
        ConstraintFacts gone = fewer.remove(constraint);
        TableFacts rest = without(index -> index.constraint().equals(constraint));
        List<Dependent> others = dependents.stream()
                .filter(each -> !each.isRule() || !each.name().equals(constraint))
                .toList();
        Leaving leaving =
                gone == null ? rest.traits.leaving() : rest.traits.leaving().with(gone);
        return copy(name, obstacles, attributes, columns, rest.indexes, fewer, others, rest.traits.with(leaving));
    }

    /** With another name for an index, a constraint, or a constraint and its index. */
    TableFacts renamed(String from, String to) {
        Map<String, IndexFacts> newIndexes = new TreeMap<>(indexes);
        Map<String, ConstraintFacts> newConstraints = new TreeMap<>(constraints);
        IndexFacts index = newIndexes.remove(from);
        ConstraintFacts constraint = newConstraints.remove(from);
        if (index != null) {
            newIndexes.put(to, index.named(to));
        }
        if (constraint != null) {
            newConstraints.put(to, constraint.named(to));
        }
        TableTraits newTraits = traits.with(traits.partitioning().renamed(from, to));
        return copy(name, obstacles, attributes, columns, newIndexes, newConstraints, dependents, newTraits);
    }

    TableFacts named(TableName newName) {
        return copy(newName, obstacles, attributes, columns, indexes, constraints, dependents, traits);
    }

    private TableFacts with(
            Map<String, ColumnFacts> newColumns,
            Map<String, IndexFacts> newIndexes,
            Map<String, ConstraintFacts> newConstraints,
            int newAttributes) {
        return copy(name, obstacles, newAttributes, newColumns, newIndexes, newConstraints, dependents, traits);
    }

    private TableFacts copy(
            TableName newName,
            List<String> newObstacles,
            int newAttributes,
            Map<String, ColumnFacts> newColumns,
            Map<String, IndexFacts> newIndexes,
            Map<String, ConstraintFacts> newConstraints,
            List<Dependent> newDependents,
            TableTraits newTraits) {
        return new TableFacts(
                newName,
                kind,
                newObstacles,
                owned,
                canCreate,
                rows,
                bytes,
                newAttributes,
                newColumns,
                newIndexes,
                newConstraints,
                newDependents,
                triggers,
                publications,
                newTraits);
    }
}
