package dev.lockstep.agent.engine.postgres;

/** What must hold of the partitions before a column of their whole can have two shapes. */
final class PartitionedColumnChecks {
    private PartitionedColumnChecks() {}

    /** Whether there is one column or two. */
    static void check(TableFacts whole, ColumnFacts column, Facts facts, Findings findings) {
        checkNotOfKey(whole, column, "no trigger may move a row to another partition", findings);
        for (TableFacts partition : PartitionFacts.of(whole, facts)) {
            for (Dependent dependent : partition.dependentsOf(column.name())) {
                findings.expect(
                        dependent.kind() != Dependent.Kind.OTHER,
                        "dependent",
                        "expected nothing outside of %s to name %s, but %s does; change or drop that first"
                                .formatted(partition.name().shown(), column.name(), dependent.description()));
            }
        }
    }

    /**
     * A column by which a table is partitioned says where a row is.
     *
     * @param because why that matters, in words
     */
    static void checkNotOfKey(TableFacts whole, ColumnFacts column, String because, Findings findings) {
        findings.expect(
                !whole.traits().partitioning().isKeyedBy(column.name()),
                "partition-key",
                "expected a column by which %s is not partitioned, because %s, but it is by %s; make a new table"
                        .formatted(whole.name().shown(), because, column.name()));
    }

    /** What a second column asks for beside that. */
    static void checkSecond(TableFacts whole, ColumnFacts column, String to, Facts facts, Findings findings) {
        findings.expect(
                facts.version().firesRowTriggersOfPartitioned(),
                "server-partition-triggers",
                "expected PostgreSQL 13 or later, because before it a partitioned table cannot have the triggers that keep %s and %s of %s in step, found %s; update the server"
                        .formatted(
                                column.name(),
                                to,
                                whole.name().shown(),
                                facts.version().text()));
        PartitionChecks.freeColumn(whole, to, facts, findings);
        for (TableFacts partition : PartitionFacts.of(whole, facts)) {
            ColumnFacts own = partition.columns().get(column.name());
            findings.expect(
                    own == null || own.defaultValue().equals(column.defaultValue()),
                    "default-differs",
                    "expected %s of the partition %s to have the default of %s, because triggers tell by it what a writer left out, but it has another; set that first, with a raw step"
                            .formatted(
                                    column.name(),
                                    partition.name().shown(),
                                    whole.name().shown()));
            findings.expect(
                    own == null || !own.traits().privileges(),
                    "column-privileges",
                    "expected rights on %s as a whole, but there are some on %s alone, which the column beside it would not have; grant them on the table"
                            .formatted(partition.name().shown(), column.name()));
        }
    }

    /**
     * What another type asks for beside that: the rules of partitions are those of the whole.
     *
     * @param keysMove whether those that have an index behind them move over, too
     */
    static void checkRules(TableFacts whole, ColumnFacts column, boolean keysMove, Facts facts, Findings findings) {
        if (!column.notNull()) {
            PartitionChecks.checkNullable(whole, column.name(), facts, findings);
        }
        for (TableFacts table : PartitionFacts.whole(whole, facts)) {
            if (!keysMove) {
                checkUnique(table, column, findings);
            }
            if (!table.name().equals(whole.name())) {
                checkOwn(whole, table, column, findings);
            }
            if (findings.anyRefusal()) {
                return; // what the whole has, its partitions have too
            }
        }
    }

    private static void checkUnique(TableFacts table, ColumnFacts column, Findings findings) {
        ColumnIndexes indexes = new ColumnIndexes(table, column.name(), "", new PlanTarget(false, ""));
        for (IndexFacts index : indexes.originals()) {
            findings.expect(
                    !index.unique(),
                    "dependent",
                    "expected no unique index and no key of %s to have %s, because those of a partitioned table have no way over to another column, but %s does; drop it first"
                            .formatted(table.name().shown(), column.name(), index.name()));
        }
    }

    private static void checkOwn(TableFacts whole, TableFacts partition, ColumnFacts column, Findings findings) {
        for (ConstraintFacts own : partition.constraints().values()) {
            ConstraintFacts ofWhole = whole.constraints().get(own.name());
            boolean isOfWhole = ofWhole != null && ofWhole.definition().equals(own.definition())
                    || whole.traits().partitioning().isPart(partition.name(), own.name());
            boolean isRule =
                    own.kind() != ConstraintFacts.Kind.NOT_NULL && own.columns().contains(column.name());
            findings.expect(
                    !isRule || isOfWhole,
                    "dependent",
                    "expected %s to have no rule of its own on %s, but it has %s; drop it, or give it to %s"
                            .formatted(
                                    partition.name().shown(),
                                    column.name(),
                                    own.name(),
                                    whole.name().shown()));
        }
    }
}
