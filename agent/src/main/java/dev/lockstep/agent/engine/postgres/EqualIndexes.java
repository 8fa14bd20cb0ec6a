package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Indexes that partitions have of their own and that are equal to one which the whole gets. The server would have them join it; but no index ever leaves the one that it joined,
 * so a way back could only drop them, and queries of the partition would lose an index that was there before. So they join where there is no way back, and else stay beside a new one.
 */
final class EqualIndexes {
    private static final String WITH = " WITH \\([^()]*\\)";

    /** Of partitions that are still there. */
    private static final String LOOK = """
            SELECT format('%%s of %%s: %%s', own, part, coalesce(pg_get_indexdef(x.indexrelid) || CASE WHEN x.indisvalid THEN '' ELSE ', which is not valid' END, 'none'))
            FROM (VALUES %s) AS wanted (part, table_name, own, index_name)
            JOIN pg_partition_tree(to_regclass(%s)) AS tree ON tree.relid = to_regclass(table_name)
            LEFT JOIN pg_index x ON x.indexrelid = to_regclass(index_name) AND x.indrelid = tree.relid
            WHERE x.indexrelid IS NULL OR NOT x.indisvalid OR %s
              OR right(regexp_replace(pg_get_indexdef(x.indexrelid), %s, ''), %d) <> %s
            ORDER BY 1 LIMIT 5""";

    private final TableFacts root;
    private final Facts facts;
    private final String tail;
    private final boolean unique;

    /**
     * For an index of columns alone.
     *
     * @param root the whole
     */
    EqualIndexes(TableFacts root, List<String> columns, boolean unique, Facts facts) {
        this.root = root;
        this.facts = facts;
        this.tail = " USING btree (" + facts.written(columns) + ")";
        this.unique = unique;
    }

    /** The names of those that can join, by partition; one that stands behind a constraint would make that one of the whole, too. */
    Map<TableName, String> joining() {
        Map<TableName, String> joining = new TreeMap<>(Comparator.comparing(TableName::shown));
        Set<Partitioning.IndexPart> parts = parts();
        for (Partition leaf : root.traits().partitioning().leaves()) {
            facts.table(leaf.table()).stream()
                    .flatMap(table -> table.indexes().values().stream())
                    .filter(index -> isEqual(index) && index.constraint().isEmpty())
                    .map(IndexFacts::name)
                    .filter(name -> !parts.contains(new Partitioning.IndexPart(leaf.table(), name)))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> joining.put(leaf.table(), name));
        }
        return joining;
    }

    /**
     * Says which will stay beside a new one.
     *
     * @param name of the index of the whole
     * @param joined those that join it, by partition
     */
    void note(String name, Map<TableName, String> joined, Findings findings) {
        Set<Partitioning.IndexPart> parts = parts();
        for (TableFacts table : PartitionFacts.of(root, facts)) {
            table.indexes().values().stream()
                    .filter(this::isEqual)
                    .filter(index -> !parts.contains(new Partitioning.IndexPart(table.name(), index.name())))
                    .filter(index -> !index.name().equals(joined.get(table.name())))
                    .sorted(Comparator.comparing(IndexFacts::name))
                    .forEach(index -> findings.note("index-twice", words(table, index, name)));
        }
    }

    private static String words(TableFacts table, IndexFacts index, String name) {
        return "the partition %s has an equal index %s, which stays as it is beside a new one that joins %s, because a way back could not give it back once it had joined; writers pay for both; %s"
                .formatted(
                        table.name().shown(),
                        index.name(),
                        name,
                        index.users().isEmpty()
                                ? "once the epoch has completed, run: " + removal(table, index)
                                : "it is still needed by " + String.join(", ", index.users()));
    }

    private static String removal(TableFacts table, IndexFacts index) {
        return index.constraint().isEmpty()
                ? "DROP INDEX%s %s"
                        .formatted(
                                table.isPartitioned() ? "" : " CONCURRENTLY",
                                table.name().sibling(index.name()).sql())
                : "ALTER TABLE %s DROP CONSTRAINT %s"
                        .formatted(table.name().sql(), Quoting.identifier(index.constraint()));
    }

    /**
     * A step that stops unless those that join are there as they were: nothing else has been built for their partitions.
     *
     * @param name of the index of the whole
     * @param joining those that join it, by partition
     */
    StepDraft look(String name, Map<TableName, String> joining, Phase phase, PlanTarget target) {
        String wanted = joining.entrySet().stream()
                .map(each -> "(%s, %s, %s, %s)"
                        .formatted(
                                Quoting.literal(each.getKey().shown()),
                                Quoting.literal(target.table(each.getKey())),
                                Quoting.literal(each.getValue()),
                                Quoting.literal(target.table(each.getKey().sibling(each.getValue())))))
                .collect(Collectors.joining(", "));
        String words = String.join(", ", joining.values());
        return StepDraft.check(
                root.name(),
                phase,
                "look whether %s can still join".formatted(words),
                Check.newBuilder()
                        .setQuery(LOOK.formatted(
                                wanted,
                                Quoting.literal(target.table(root.name())),
                                unique ? "NOT x.indisunique" : "x.indisunique",
                                Quoting.literal(WITH),
                                tail.length(),
                                Quoting.literal(tail)))
                        .setExpectation("%s of partitions of %s %s as when the plan was made, to join %s"
                                .formatted(words, root.name().shown(), joining.size() == 1 ? "is" : "are", name))
                        .setAdvice(
                                "Drop or rename what has its name now, and build it again: CREATE %sINDEX CONCURRENTLY … ON …%s. Then resume the epoch."
                                        .formatted(unique ? "UNIQUE " : "", tail))
                        .build(),
                "what joins is not built, so it must be there");
    }

    /** Options of storage do not count. */
    private boolean isEqual(IndexFacts index) {
        return index.valid()
                && index.unique() == unique
                && !index.primary()
                && index.definition().replaceFirst(WITH, "").endsWith(tail);
    }

    /** Those that belong to an index of the whole, or of a partition that is partitioned. */
    private Set<Partitioning.IndexPart> parts() {
        Set<Partitioning.IndexPart> parts = new HashSet<>();
        for (TableFacts table : PartitionFacts.whole(root, facts)) {
            table.traits().partitioning().indexes().values().forEach(parts::addAll);
        }
        return parts;
    }
}
