package dev.lockstep.agent.engine.postgres;

/** What must hold of the partitions before a column of their whole can have two shapes. */
final class PartitionedColumnChecks {
    private PartitionedColumnChecks() {}

    /** Whether there is one column or two. */
    static void check(TableFacts whole, ColumnFacts column, Facts facts, Findings findings) {
        boolean byExpression = whole.traits().partitioning().keyColumns().contains("")
                && whole.dependentsOf(column.name()).stream()
                        .anyMatch(dependent -> dependent.kind() == Dependent.Kind.GENERATED);
        findings.expect(
                !byExpression && !whole.traits().partitioning().keyColumns().contains(column.name()),
                "partition-key",
                "expected a column by which %s is not partitioned, because no trigger may move a row to another partition, but it is by %s; make a new table"
                        .formatted(whole.name().shown(), column.name()));
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
}
