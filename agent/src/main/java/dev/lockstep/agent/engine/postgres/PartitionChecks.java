package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;

/** What must hold before a table can be changed together with its partitions. */
final class PartitionChecks {
    private PartitionChecks() {}

    /** The table, which may be partitioned, or findings that say why it cannot be changed. */
    static Optional<TableFacts> usable(Facts facts, TableName name, Findings findings) {
        Optional<TableFacts> partitioned = facts.table(name).filter(TableFacts::isPartitioned);
        if (partitioned.isEmpty()) {
            return TableChecks.usable(facts, name, findings);
        }
        TableFacts table = partitioned.get();
        checkOne(table, table.obstacles(), findings);
        for (Partition partition : table.traits().partitioning().partitions()) {
            check(table, partition, facts, findings);
        }
        return partitioned;
    }

    /** The table, which has to be partitioned, or findings that say why it cannot be changed. */
    static Optional<TableFacts> partitioned(Facts facts, TableName name, Findings findings) {
        Optional<TableFacts> plain = facts.table(name).filter(table -> !table.isPartitioned());
        plain.ifPresent(table -> findings.refuse(
                "not-partitioned",
                "expected %s to be partitioned, but it is a %s; correct the name"
                        .formatted(name.shown(), table.kind())));
        return plain.isPresent() ? Optional.empty() : usable(facts, name, findings);
    }

    /** A partition by its name, which needs no schema. */
    static TableName named(TableName whole, String name) {
        return name.indexOf('.') < 0 ? whole.sibling(name) : TableName.of(name);
    }

    /** The partition of a table itself, not of its partitions. */
    static Optional<TableFacts> partition(TableFacts whole, String name, Facts facts, Findings findings) {
        TableName partition = named(whole.name(), name);
        List<Partition> own = whole.traits().partitioning().partitionsOf(whole.name());
        Optional<TableFacts> found = own.stream()
                .filter(each -> each.table().equals(partition))
                .flatMap(each -> facts.table(partition).stream())
                .findFirst();
        findings.expect(
                found.isPresent(),
                "partition-missing",
                "expected %s to have a partition %s, but it has none; %s"
                        .formatted(
                                whole.name().shown(),
                                partition.shown(),
                                Nearest.hint(
                                        partition.shown(),
                                        own.stream()
                                                .map(each -> each.table().shown())
                                                .toList())));
        return found;
    }

    /** What an operation of the same change adds has no definition yet, by which a partition that comes could get the same. */
    static boolean checkKnown(TableFacts whole, IndexFacts index, Findings findings) {
        ConstraintFacts constraint = whole.constraints().get(index.constraint());
        boolean known = !(constraint == null ? index.definition() : constraint.definition()).isEmpty();
        findings.expect(
                known,
                "index-fresh",
                "expected every index of %s to be there before this change, but an operation before this one adds %s, which the new partition must have, too; make two changes of them"
                        .formatted(whole.name().shown(), index.name()));
        return known;
    }

    /** What foreign keys that refer to a table ask when a partition of it comes. The way back looks for rows of theirs that refer to it. */
    static void checkComing(TableFacts whole, Facts facts, Findings findings) {
        List<ReferringKey> keys = ReferringKey.of(whole, facts);
        ReferringKey.refuseOwn(whole, keys, findings);
        ReferringKey.refuseUnknown(whole, facts, findings);
        if (findings.anyRefusal()) {
            return;
        }
        ReferringKey.tables(whole, keys).forEach(table -> usable(facts, table.name(), findings));
    }

    private static void check(TableFacts root, Partition partition, Facts facts, Findings findings) {
        String shown = partition.table().shown();
        findings.expect(
                partition.table().schema().equals(root.name().schema()),
                "partition-elsewhere",
                "expected the partitions of %s in its own schema, found %s; Lockstep cannot change those yet, so use raw steps"
                        .formatted(root.name().shown(), shown));
        findings.expect(
                !partition.detaching(),
                "partition-detaching",
                "expected the partitions of %s to stay, but %s is being detached; finish that first: ALTER TABLE %s DETACH PARTITION %s FINALIZE"
                        .formatted(
                                root.name().shown(),
                                shown,
                                partition.parent().sql(),
                                partition.table().sql()));
        facts.table(partition.table()).ifPresent(table -> {
            findings.expect(
                    table.kind().equals(TableFacts.PLAIN) || table.isPartitioned(),
                    "table-kind",
                    "expected the partitions of %s to be ordinary tables, but %s is a %s; Lockstep cannot change that safely yet, so use raw steps"
                            .formatted(root.name().shown(), shown, table.kind()));
            checkOne(
                    table,
                    table.obstacles().stream()
                            .filter(obstacle -> !obstacle.equals(TableFacts.OF_ANOTHER))
                            .toList(),
                    findings);
        });
    }

    private static void checkOne(TableFacts table, List<String> obstacles, Findings findings) {
        for (String obstacle : obstacles) {
            findings.refuse(
                    "table-obstacle",
                    "expected %s to stand by itself, but it %s; Lockstep cannot change that safely yet, so use a raw step"
                            .formatted(table.name().shown(), obstacle));
        }
        findings.expect(
                table.owned(),
                "privilege-missing",
                "expected the agent's role to own %s or to be a member of the role that does, but it is not; grant it that role"
                        .formatted(table.name().shown()));
    }

    /** Partitions get the constraints of the whole, under the same names. */
    static void freeConstraint(TableFacts table, String name, Facts facts, Findings findings) {
        TableChecks.freeConstraint(table, name, findings);
        for (TableName partition : table.traits().partitioning().tables()) {
            facts.table(partition).ifPresent(found -> TableChecks.freeConstraint(found, name, findings));
        }
    }

    /** A partition that has the column already would keep it, and so its own values. */
    static void freeColumn(TableFacts table, String column, Facts facts, Findings findings) {
        for (TableName partition : table.traits().partitioning().tables()) {
            findings.expect(
                    facts.table(partition)
                            .filter(found -> found.columns().containsKey(column))
                            .isEmpty(),
                    "column-exists",
                    "expected the partition %s to have no column %s, but it has one; choose another name"
                            .formatted(partition.shown(), column));
        }
    }

    /** A partition may forbid NULL although the whole does not; the way back could not tell. */
    static void checkNullable(TableFacts table, String column, Facts facts, Findings findings) {
        for (TableName partition : table.traits().partitioning().tables()) {
            findings.expect(
                    facts.table(partition)
                            .map(found -> found.columns().get(column))
                            .filter(ColumnFacts::notNull)
                            .isEmpty(),
                    "not-null-already",
                    "expected %s of the partition %s to allow NULL, as that of %s does, but it is NOT NULL already; drop that first, with a raw step"
                            .formatted(column, partition.shown(), table.name().shown()));
        }
    }

    /** What must hold before a column can be filled, in each partition by itself. */
    static void checkFill(TableFacts table, String column, Facts facts, Findings findings) {
        if (!table.isPartitioned()) {
            FillChecks.check(table, column, facts, findings);
            return;
        }
        findings.expect(
                facts.version().firesRowTriggersOfPartitioned(),
                "server-partition-triggers",
                "expected PostgreSQL 13 or later, because before it a partitioned table cannot have the trigger that fills %s of %s, found %s; update the server"
                        .formatted(column, table.name().shown(), facts.version().text()));
        for (Partition leaf : table.traits().partitioning().leaves()) {
            facts.table(leaf.table()).ifPresent(partition -> FillChecks.check(partition, column, facts, findings));
        }
        FillChecks.checkHelper(table, column, facts, findings);
    }

    /** Each partition can only look into itself, so the key says in which one equal rows are. */
    static void checkUnique(TableFacts table, String what, List<String> columns, Findings findings) {
        for (String column : table.traits().partitioning().keyColumns()) {
            if (!columns.contains(column)) {
                findings.refuse(
                        "partition-key-missing",
                        "expected %s to have every column by which %s is partitioned, because uniqueness is kept in each partition by itself, but it lacks %s; add it"
                                .formatted(
                                        what,
                                        table.name().shown(),
                                        column.isEmpty()
                                                ? "an expression of the key, which no index can have"
                                                : column));
            }
        }
    }
}
