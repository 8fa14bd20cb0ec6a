package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What must hold of a table before it can become a partition: the server's rules, and all that is missing at once. */
final class ArrivalChecks {
    private ArrivalChecks() {}

    static void check(
            TableFacts whole, TableFacts coming, Arrival arrival, String values, Facts facts, Findings findings) {
        PartitionChecks.checkComing(whole, facts, findings);
        checkReferenced(whole, facts, findings);
        findings.expect(
                coming.name().schema().equals(whole.name().schema()),
                "partition-elsewhere",
                "expected the partition in the schema of %s, found %s; move it there first"
                        .formatted(whole.name().shown(), coming.name().shown()));
        findings.expect(
                arrival.bound().refused().isEmpty(),
                "bounds-refused",
                "expected the server to take \"%s\" as the bounds of a partition of %s, but it says: %s; correct values"
                        .formatted(values, whole.name().shown(), arrival.bound().refused()));
        checkPartitions(whole, arrival, values, facts, findings);
        checkTriggers(whole, coming, arrival, findings);
        checkColumns(whole, coming, findings);
        if (coming.traits().standIn().rowSecurity()) {
            findings.note(
                    "row-security",
                    "the policies of %s do not hold for who reads its rows by %s; that needs policies of its own"
                            .formatted(coming.name().shown(), whole.name().shown()));
        }
    }

    /** When it is detached again servers differ in what they leave of such a foreign key, so the way back would not lead to what was there. */
    private static void checkReferenced(TableFacts whole, Facts facts, Findings findings) {
        for (ConstraintFacts constraint : whole.constraints().values()) {
            findings.expect(
                    constraint.referenced().contains(whole.name())
                            || !PartitionFacts.refersToPartitioned(constraint, facts),
                    "foreign-key-partitioned",
                    "expected foreign keys of %s to refer to ordinary tables, because the way back could not leave the table as it was, but %s refers to a partitioned one; use create_partition and move the rows, or a raw step"
                            .formatted(whole.name().shown(), constraint.name()));
        }
    }

    /** The bounds are known for the partitions that were there before the change. */
    private static void checkPartitions(
            TableFacts whole, Arrival arrival, String values, Facts facts, Findings findings) {
        List<TableName> now = whole.traits().partitioning().partitionsOf(whole.name()).stream()
                .map(Partition::table)
                .toList();
        findings.expect(
                !PartitionBounds.isDefault(values) || now.equals(arrival.partitions()),
                "partitions-change",
                "expected no partition of %s to come or leave before its default partition does, because that changes what it takes, found %s; make two changes of it"
                        .formatted(whole.name().shown(), now));
        Optional<TableName> fresh = PartitionFacts.defaultPartition(whole)
                .filter(other -> facts.table(other).isEmpty());
        findings.expect(
                fresh.isEmpty(),
                "partitions-change",
                "expected the default partition of %s to be there before the change, or to come after this one, because its rows must be known, found a new one; make two changes of it"
                        .formatted(whole.name().shown()));
    }

    private static void checkTriggers(TableFacts whole, TableFacts coming, Arrival arrival, Findings findings) {
        for (String trigger : whole.traits().partitioning().inherited().triggers()) {
            findings.expect(
                    !arrival.triggers().contains(trigger),
                    "trigger-exists",
                    "expected %s to have no trigger %s, because it gets the one of %s, but it has one; drop or rename it"
                            .formatted(
                                    coming.name().shown(), trigger, whole.name().shown()));
        }
        for (String trigger : arrival.watching()) {
            findings.refuse(
                    "trigger-watches",
                    "expected no row trigger of %s to see all rows of a statement, because no partition may have such a one, but %s does; drop it"
                            .formatted(coming.name().shown(), trigger));
        }
    }

    private static void checkColumns(TableFacts whole, TableFacts coming, Findings findings) {
        for (ColumnFacts column : new TreeMap<>(whole.columns()).values()) {
            ColumnFacts own = coming.columns().get(column.name());
            if (own == null) {
                differs(
                        coming,
                        "to have the column %s of %s, but it has none; add it first"
                                .formatted(column.name(), whole.name().shown()),
                        findings);
            } else {
                checkColumn(whole, coming, column, own, findings);
            }
        }
        for (String column : new TreeMap<>(coming.columns()).keySet()) {
            if (!whole.columns().containsKey(column)) {
                differs(
                        coming,
                        "to have no column that %s lacks, but it has %s; drop it, or add it there first"
                                .formatted(whole.name().shown(), column),
                        findings);
            }
        }
    }

    private static void checkColumn(
            TableFacts whole, TableFacts coming, ColumnFacts column, ColumnFacts own, Findings findings) {
        String name = column.name();
        String like = " as in %s".formatted(whole.name().shown());
        if (!column.type().equals(own.type())) {
            String words = "to have %s %s%s, but it is %s; change its type first";
            differs(coming, words.formatted(name, column.type(), like, own.type()), findings);
        }
        if (!column.traits().collation().equals(own.traits().collation())) {
            String words = "to have %s with %s%s, but it is with %s; give it that first";
            differs(coming, words.formatted(name, collation(column), like, collation(own)), findings);
        }
        if (column.notNull() && !isProvedNotNull(coming, own)) {
            String words = "to have %s NOT NULL%s, but it is not, or not for all rows; set_not_null first";
            differs(coming, words.formatted(name, like), findings);
        }
        if (own.identity()) {
            String words =
                    "to have %s without an identity, because a partition numbers as its table does, but it has one; drop that first";
            differs(coming, words.formatted(name), findings);
        }
        boolean alike = column.generated() == own.generated()
                && (!own.generated() || column.defaultValue().equals(own.defaultValue()));
        if (!alike) {
            String words = "to have %s %s%s, but it is %s; make it anew first";
            differs(coming, words.formatted(name, generation(column), like, generation(own)), findings);
        }
    }

    /** Since 18 NOT NULL can be unproved, or for this table alone. */
    private static boolean isProvedNotNull(TableFacts coming, ColumnFacts column) {
        return column.notNull()
                && coming.constraints().values().stream()
                        .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.NOT_NULL)
                        .filter(constraint -> constraint.columns().equals(List.of(column.name())))
                        .map(ConstraintFacts::definition)
                        .noneMatch(text -> text.endsWith(" NOT VALID") || text.endsWith(" NO INHERIT"));
    }

    private static String collation(ColumnFacts column) {
        return column.traits().collation().isEmpty()
                ? "the collation of its type"
                : "the collation " + column.traits().collation();
    }

    private static String generation(ColumnFacts column) {
        return column.generated() ? "generated as " + column.defaultValue() : "not generated";
    }

    private static void differs(TableFacts coming, String words, Findings findings) {
        findings.refuse(
                "columns-differ", "expected %s %s".formatted(coming.name().shown(), words));
    }
}
