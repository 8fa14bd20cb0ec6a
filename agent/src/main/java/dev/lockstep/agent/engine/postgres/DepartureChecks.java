package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;

/** What must hold of the tables that refer to one of which a partition is to leave. */
final class DepartureChecks {
    private DepartureChecks() {}

    static void check(TableFacts whole, TableFacts partition, List<ReferringKey> keys, Facts facts, Findings findings) {
        ReferringKey.refuseOwn(whole, keys, findings);
        ReferringKey.refuseUnknown(whole, facts, findings);
        if (findings.anyRefusal()) {
            return;
        }
        ReferringKey.tables(whole, keys).forEach(table -> PartitionChecks.usable(facts, table.name(), findings));
        for (ReferringKey key : keys) {
            checkKey(whole, key, findings);
            checkTypes(whole, key, findings);
            facts.departure(partition.name())
                    .ifPresent(departure -> checkBounds(whole, partition, key, departure, findings));
        }
    }

    private static void checkKey(TableFacts whole, ReferringKey key, Findings findings) {
        String shown =
                "%s of %s".formatted(key.own().constraint(), key.table().name().shown());
        findings.expect(
                key.own().isProved() && key.ofRows().stream().allMatch(Referrer::isProved),
                "constraint-unproved",
                "expected %s, which refers to %s, to be proved and enforced, but it is not (%s); prove it first: ALTER TABLE %s VALIDATE CONSTRAINT %s"
                        .formatted(
                                shown,
                                whole.name().shown(),
                                key.own().definition(),
                                key.table().name().sql(),
                                Quoting.identifier(key.own().constraint())));
        findings.expect(
                !key.ofRows().isEmpty(),
                "referenced",
                "expected %s to have partitions, because %s is made anew of theirs, but it has none; drop_constraint first"
                        .formatted(key.table().name().shown(), shown));
    }

    /** The bounds are written for the columns that refer, so those must sort and hash as the others do. */
    private static void checkTypes(TableFacts whole, ReferringKey key, Findings findings) {
        for (int place = 0; place < key.own().referenced().size(); place++) {
            ColumnFacts to = whole.columns().get(key.own().referenced().get(place));
            ColumnFacts from = key.table().columns().get(key.own().columns().get(place));
            if (from != null
                    && to != null
                    && whole.traits().partitioning().keyColumns().contains(to.name())) {
                findings.expect(
                        from.type().equals(to.type())
                                && from.traits().collation().equals(to.traits().collation()),
                        "types-differ",
                        "expected %s.%s to have the type and the collation of %s.%s, by which that is partitioned, because the rows that refer to a partition are told by it, found %s and %s; drop_constraint first, and add_foreign_key afterwards"
                                .formatted(
                                        key.table().name().shown(),
                                        from.name(),
                                        whole.name().shown(),
                                        to.name(),
                                        spelled(from),
                                        spelled(to)));
            }
        }
    }

    private static String spelled(ColumnFacts column) {
        String collation = column.traits().collation();
        return column.type() + (collation.isEmpty() ? "" : " COLLATE " + collation);
    }

    private static void checkBounds(
            TableFacts whole, TableFacts partition, ReferringKey key, Departure departure, Findings findings) {
        Optional<Arrival.Bound> bound = departure.condition(key.own());
        findings.expect(
                bound.isPresent(),
                "dependent",
                "expected foreign keys that refer to %s to be there before this change, but an operation before this one makes or renames %s of %s; make two changes of it"
                        .formatted(
                                whole.name().shown(),
                                key.own().constraint(),
                                key.table().name().shown()));
        bound.filter(found -> !found.refused().isEmpty())
                .ifPresent(found -> findings.refuse(
                        "bounds-refused",
                        "expected the server to say which rows of %s refer to %s, but it says: %s; use a raw step"
                                .formatted(
                                        key.table().name().shown(),
                                        partition.name().shown(),
                                        found.refused())));
        List<TableName> now = whole.traits().partitioning().partitionsOf(whole.name()).stream()
                .map(Partition::table)
                .toList();
        boolean isDefault = PartitionFacts.defaultPartition(whole)
                .filter(partition.name()::equals)
                .isPresent();
        findings.expect(
                !isDefault || now.equals(departure.partitions()),
                "partitions-change",
                "expected no partition of %s to come or leave before its default partition does, because that changes what it takes, found %s; make two changes of it"
                        .formatted(whole.name().shown(), now));
    }
}
