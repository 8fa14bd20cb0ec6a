package dev.lockstep.agent.engine.postgres;

import java.util.List;

/** What must hold before two columns can be kept in step. */
final class SyncChecks {
    private SyncChecks() {}

    static void check(TableFacts table, ColumnFacts column, Facts facts, Findings findings) {
        String shown = table.name().shown();
        for (TableFacts filled : leaves(table, facts)) {
            findings.expect(
                    filled.key().isPresent(),
                    "no-key",
                    "expected %s to have a primary key or a unique index over NOT NULL columns, because a backfill goes by it, found none; add one first"
                            .formatted(filled.name().shown()));
        }
        String helper = HelperNames.sync(table.name(), column.name());
        FillChecks.checkHelper(
                helper, "%s of %s to get a second shape".formatted(column.name(), shown), "triggers", facts, findings);
        findings.expect(
                !column.traits().privileges(),
                "column-privileges",
                "expected rights on %s as a whole, but there are some on %s alone, which the column beside it would not have; grant them on the table"
                        .formatted(shown, column.name()));
        if (!table.triggers().isEmpty()) {
            findings.note(
                    "triggers-fire",
                    "the triggers %s of %s will fire for every row that the backfill fills"
                            .formatted(String.join(", ", table.triggers()), shown));
        }
        DropColumnPlanner.noteMentions(shown, column.name(), facts, findings);
    }

    /** What holds rows. */
    private static List<TableFacts> leaves(TableFacts table, Facts facts) {
        return PartitionFacts.whole(table, facts).stream()
                .filter(one -> !one.isPartitioned())
                .toList();
    }
}
