package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A foreign key that refers to a partitioned table, with those that partitions of its own table have because of it.
 *
 * @param own of the table itself
 * @param table that has it
 * @param below of its partitions, each after the one of the table that it is a partition of; none for an ordinary table
 */
record ReferringKey(Referrer own, TableFacts table, List<Referrer> below) {
    ReferringKey {
        below = List.copyOf(below);
    }

    /** Those that refer to a table and are still there after the operations before, in the order in which their tables are locked. */
    static List<ReferringKey> of(TableFacts whole, Facts facts) {
        Map<String, Referrer> all = whole.traits().referrers().stream()
                .filter(referrer -> facts.table(referrer.table())
                        .filter(found -> found.constraints().containsKey(referrer.constraint()))
                        .isPresent())
                .collect(Collectors.toMap(ReferringKey::path, Function.identity()));
        Set<String> ofPartitions = new HashSet<>();
        List<ReferringKey> keys = new ArrayList<>();
        for (Referrer referrer : all.values()) {
            TableFacts table = facts.table(referrer.table()).orElseThrow();
            List<Referrer> below = new ArrayList<>();
            for (Partition partition : table.traits().partitioning().partitions()) {
                table.traits().partitioning().partsOfConstraint(referrer.constraint()).stream()
                        .filter(part -> part.table().equals(partition.table()))
                        .flatMap(
                                part -> Optional.ofNullable(all.get(part.table().constraintPath(part.name()))).stream())
                        .forEach(below::add);
            }
            below.forEach(part -> ofPartitions.add(path(part)));
            keys.add(new ReferringKey(referrer, table, below));
        }
        return keys.stream()
                .filter(key -> !ofPartitions.contains(path(key.own())))
                .sorted(Comparator.comparing(
                                (ReferringKey key) -> key.table().name().shown())
                        .thenComparing(key -> key.own().constraint()))
                .toList();
    }

    /** Foreign keys to a table that have their names from operations before, so that nobody knows yet what the server says of them; in words. */
    static List<String> unknown(TableFacts whole, Facts facts) {
        Set<String> known =
                whole.traits().referrers().stream().map(ReferringKey::path).collect(Collectors.toSet());
        return facts.tables().values().stream()
                .flatMap(other -> other.constraints().values().stream()
                        .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
                        .filter(constraint -> constraint.referenced().contains(whole.name()))
                        .filter(constraint -> !known.contains(other.name().constraintPath(constraint.name())))
                        .map(constraint ->
                                constraint.name() + " of " + other.name().shown()))
                .sorted()
                .toList();
    }

    /** Findings when there are any. */
    static void refuseUnknown(TableFacts whole, Facts facts, Findings findings) {
        for (String key : unknown(whole, facts)) {
            findings.refuse(
                    "dependent",
                    "expected foreign keys that refer to %s to be there before this change, but an operation before this one makes or renames %s; make two changes of it"
                            .formatted(whole.name().shown(), key));
        }
    }

    /** Tables whose foreign keys refer to it, each once, in the order in which they are locked; not itself. */
    static List<TableFacts> tables(TableFacts whole, List<ReferringKey> keys) {
        return keys.stream()
                .map(ReferringKey::table)
                .filter(table -> !table.name().equals(whole.name()))
                .distinct()
                .toList();
    }

    /** The server binds those of a table's own rows to each of its partitions, too. */
    static void refuseOwn(TableFacts whole, List<ReferringKey> keys, Findings findings) {
        for (ReferringKey key : keys) {
            findings.expect(
                    !key.table().name().equals(whole.name()),
                    "referenced",
                    "expected no foreign key of %s to refer to itself, because a partition that comes or leaves is on both sides of it, but %s does; use a raw step"
                            .formatted(whole.name().shown(), key.own().constraint()));
        }
    }

    /** Those of the partitions that have rows; its own when it is an ordinary table. */
    List<Referrer> ofRows() {
        if (!table.isPartitioned()) {
            return List.of(own);
        }
        Set<TableName> leaves = table.traits().partitioning().leaves().stream()
                .map(Partition::table)
                .collect(Collectors.toSet());
        return below.stream().filter(part -> leaves.contains(part.table())).toList();
    }

    /** Those that are made of others: the lowest first, the table's own last; none of an ordinary table. */
    List<Referrer> ofWholes() {
        if (!table.isPartitioned()) {
            return List.of();
        }
        List<Referrer> wholes = new ArrayList<>(below);
        wholes.removeAll(ofRows());
        Collections.reverse(wholes);
        wholes.add(own);
        return wholes;
    }

    private static String path(Referrer referrer) {
        return referrer.table().constraintPath(referrer.constraint());
    }
}
