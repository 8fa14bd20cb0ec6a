package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table that steps are rehearsed on, together with its partitions: what is done to the whole reaches them.
 *
 * @param name the whole
 * @param partitioning its partitions
 * @param coming tables that steps make partitions of it
 * @param views of versions that steps make over it
 * @param unproved the statements that make checks of the copies like those of the originals: NOT VALID, NO INHERIT
 */
record RehearsedTable(
        TableName name,
        Partitioning partitioning,
        List<TableName> coming,
        List<TableName> views,
        List<String> unproved) {

    RehearsedTable {
        coming = List.copyOf(coming);
        views = List.copyOf(views);
        unproved = List.copyOf(unproved);
    }

    /** Those of a change; partitions go with the whole that they belong to. */
    static List<RehearsedTable> of(Collection<TableName> tables, Facts facts, Map<TableName, TableName> views) {
        List<RehearsedTable> all = new ArrayList<>();
        Set<TableName> parts = new HashSet<>();
        for (TableName table : tables) {
            Partitioning partitioning = facts.table(table)
                    .map(found -> found.traits().partitioning())
                    .orElse(Partitioning.NONE);
            List<TableName> coming = Arrival.to(table, facts);
            List<String> unproved = new ArrayList<>(unproved(table, facts));
            coming.forEach(other -> unproved.addAll(unproved(other, facts)));
            all.add(new RehearsedTable(
                    table,
                    partitioning,
                    coming,
                    views.containsKey(table) ? List.of(views.get(table)) : List.of(),
                    unproved));
            parts.addAll(partitioning.tables());
            parts.addAll(coming);
        }
        all.removeIf(table -> parts.contains(table.name()));
        return all;
    }

    /** A copy has each check proved, as it has no rows, and the oldest servers forget NO INHERIT. What a partitioned table does not prove, its partitions do not either. */
    private static List<String> unproved(TableName table, Facts facts) {
        return facts.table(table).stream()
                .flatMap(found -> found.constraints().values().stream())
                .filter(each -> each.kind() == ConstraintFacts.Kind.CHECK)
                .filter(each -> each.definition().endsWith(" NOT VALID")
                        || each.definition().endsWith(" NO INHERIT"))
                .map(each -> "ALTER TABLE %s DROP CONSTRAINT %s, ADD CONSTRAINT %s %s"
                        .formatted(
                                onStage(table),
                                Quoting.identifier(each.name()),
                                Quoting.identifier(each.name()),
                                each.definition()))
                .toList();
    }

    boolean has(TableName table) {
        return table.equals(name) || partitioning.tables().contains(table) || coming.contains(table);
    }

    /** Whether a path is of something that belongs to it. */
    boolean owns(String path) {
        return path.startsWith(name.path() + "/")
                || Stream.concat(partitioning.tables().stream(), coming.stream())
                        .anyMatch(part -> path.startsWith(part.path() + "/"));
    }

    /** Whether a path is that of it, or of a partition, as a whole. */
    boolean isTable(String path) {
        return path.equals(name.path())
                || Stream.concat(partitioning.tables().stream(), coming.stream())
                        .anyMatch(part -> path.equals(part.path()));
    }

    /** The statements that make empty copies of it, without indexes: the server would give them names that may be in the way. */
    List<String> copies() {
        List<String> sql = new ArrayList<>();
        sql.add(copy(name, partitioning.key(), ""));
        for (Partition partition : partitioning.partitions()) {
            // A partition numbers as its parent does, and may not bring an identity of its own.
            sql.add(copy(partition.table(), partition.key(), " EXCLUDING IDENTITY"));
            sql.add("ALTER TABLE %s ATTACH PARTITION %s %s"
                    .formatted(onStage(partition.parent()), onStage(partition.table()), partition.bound()));
        }
        coming.forEach(table -> sql.add(copy(table, "", "")));
        sql.addAll(unproved);
        return sql;
    }

    private static String copy(TableName table, String key, String excluding) {
        return "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS%s)%s"
                .formatted(onStage(table), table.sql(), excluding, key.isEmpty() ? "" : " PARTITION BY " + key);
    }

    static String onStage(TableName table) {
        return new PlanTarget(true, "").table(table);
    }
}
