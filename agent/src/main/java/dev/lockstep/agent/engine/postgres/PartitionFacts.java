package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A table together with its partitions, as planners see them. */
final class PartitionFacts {
    private PartitionFacts() {}

    /** The partitions of a table, those of partitions too; none of an ordinary one. */
    static List<TableFacts> of(TableFacts table, Facts facts) {
        return table.traits().partitioning().tables().stream()
                .flatMap(partition -> facts.table(partition).stream())
                .toList();
    }

    /** Row triggers of a table that its partitions show as their own; before 15 the server hides them there. */
    static List<String> shownTriggers(TableFacts table, Facts facts) {
        return facts.version().showsTriggersOfPartitions()
                ? table.traits().partitioning().inherited().triggers()
                : List.of();
    }

    /** Tables that foreign keys of a table or partition refer to, but for the whole itself; by name, so that two changes never wait for each other. */
    static List<TableName> referenced(TableFacts table, TableFacts whole) {
        return table.constraints().values().stream()
                .flatMap(constraint -> constraint.referenced().stream())
                .filter(other -> !other.equals(whole.name()))
                .distinct()
                .sorted(Comparator.comparing(TableName::shown))
                .toList();
    }

    /** Statements that lock each of those; with their partitions, but without tables that inherit from them. */
    static List<String> lockReferenced(TableFacts table, TableFacts whole, String mode, PlanTarget target) {
        return referenced(table, whole).stream()
                .flatMap(other -> table.constraints().values().stream()
                        .filter(constraint -> constraint.referenced().contains(other))
                        .limit(1)
                        .map(constraint -> constraint.lock(other, mode, target)))
                .toList();
    }

    /** The same lock on each of those, and on their partitions where they have some. */
    static List<String> locksOnReferenced(TableFacts table, TableFacts whole, Function<TableName, String> lock) {
        List<String> locks = new ArrayList<>();
        for (TableName other : referenced(table, whole)) {
            locks.add(lock.apply(other));
            partsOfReferenced(other, table, whole).forEach(part -> locks.add(lock.apply(part)));
        }
        return locks;
    }

    /** The partitions of a table that foreign keys of a table or of its whole refer to; by name. */
    static List<TableName> partsOfReferenced(TableName other, TableFacts table, TableFacts whole) {
        return Stream.of(table, whole)
                .flatMap(one -> one.constraints().values().stream()
                        .filter(constraint -> constraint.referenced().contains(other))
                        .flatMap(constraint -> partsReferenced(one, constraint.name()).stream()))
                .filter(part -> !part.equals(other))
                .distinct()
                .sorted(Comparator.comparing(TableName::shown))
                .toList();
    }

    /** The partitions of a table that a foreign key refers to; none of an ordinary table. */
    static List<TableName> partsReferenced(TableFacts table, String foreignKey) {
        return table.traits().partitioning().partsOfConstraint(foreignKey).stream()
                .filter(part -> part.table().equals(table.name()))
                .flatMap(part -> part.referenced().stream())
                .toList();
    }

    /** Whether it is a foreign key to a partitioned table; only of those whose tables are known. */
    static boolean refersToPartitioned(ConstraintFacts constraint, Facts facts) {
        return constraint.referenced().stream()
                .flatMap(other -> facts.table(other).stream())
                .anyMatch(TableFacts::isPartitioned);
    }

    /** The partition of a table for rows that no other takes. */
    static Optional<TableName> defaultPartition(TableFacts whole) {
        return whole.traits().partitioning().partitionsOf(whole.name()).stream()
                .filter(each -> each.bound().equals("DEFAULT"))
                .map(Partition::table)
                .findFirst();
    }

    /** The table, then its partitions. */
    static List<TableFacts> whole(TableFacts table, Facts facts) {
        List<TableFacts> all = new ArrayList<>(List.of(table));
        all.addAll(of(table, facts));
        return all;
    }

    /** Whether rows are found by these columns without a scan; of a partitioned table in each partition that has rows. */
    static boolean isIndexed(TableFacts table, List<String> columns, Facts facts) {
        List<TableFacts> leaves =
                of(table, facts).stream().filter(part -> !part.isPartitioned()).toList();
        return table.hasIndexFor(columns)
                || !leaves.isEmpty() && leaves.stream().allMatch(leaf -> leaf.hasIndexFor(columns));
    }

    /** Where the rows of a table are: in itself, or in those of its partitions that are not partitioned themselves. */
    static List<TableFacts> withRows(TableFacts table, Facts facts) {
        return whole(table, facts).stream().filter(one -> !one.isPartitioned()).toList();
    }

    /** The node when the same has become of a table and of each of its partitions. */
    static Facts each(TableFacts table, Facts facts, UnaryOperator<TableFacts> change) {
        Facts after = facts;
        for (TableFacts one : whole(table, facts)) {
            after = after.with(change.apply(one));
        }
        return after;
    }

    /**
     * Puts the default of a column back: that of the whole, which the server gives to all partitions, and then that of each partition which had another. A change of the
     * whole is one of each of them, so what they had of their own is in no other place.
     */
    static String[] restoreDefault(TableFacts table, ColumnFacts column, Facts facts, PlanTarget target) {
        List<String> sql = new ArrayList<>();
        sql.add(setDefault("", table.name(), column, target));
        for (TableFacts partition : of(table, facts)) {
            ColumnFacts own = partition.columns().get(column.name());
            if (own != null && !own.defaultValue().equals(column.defaultValue())) {
                sql.add(setDefault("ONLY ", partition.name(), own, target));
            }
        }
        return sql.toArray(String[]::new);
    }

    private static String setDefault(String only, TableName table, ColumnFacts column, PlanTarget target) {
        return "ALTER TABLE %s%s ALTER COLUMN %s %s"
                .formatted(
                        only,
                        target.table(table),
                        Quoting.identifier(column.name()),
                        column.hasDefault() ? "SET DEFAULT " + column.defaultValue() : "DROP DEFAULT");
    }
}
