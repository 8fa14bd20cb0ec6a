package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;

/** What must hold before a column can be filled. */
final class FillChecks {
    private FillChecks() {}

    static void check(TableFacts table, String column, Facts facts, Findings findings) {
        if (table.key().isEmpty()) {
            findings.note(
                    "fills-by-place",
                    "%s has no primary key and no unique index over NOT NULL columns, so it is filled page by page, by one worker, and proved by one look over the whole table"
                            .formatted(table.name().shown()));
        }
        findings.expect(
                table.publications().isEmpty() || table.tellsRowsApart(),
                "no-replica-identity",
                "expected %s, which is published (%s), to have a replica identity, because without one the server refuses to update its rows, but it has none; use set_replica_identity, in a change before this one"
                        .formatted(table.name().shown(), String.join(", ", table.publications())));
        checkHelper(table, column, facts, findings);
        if (!table.triggers().isEmpty()) {
            findings.note(
                    "triggers-fire",
                    "the triggers %s of %s will fire for every row that the backfill fills"
                            .formatted(
                                    String.join(", ", table.triggers()),
                                    table.name().shown()));
        }
    }

    /** What the trigger of an earlier change of the same column left. */
    static void checkHelper(TableFacts table, String column, Facts facts, Findings findings) {
        String helper = HelperNames.fill(table.name(), column);
        checkHelper(
                helper, "%s of %s to be filled".formatted(column, table.name().shown()), "trigger", facts, findings);
    }

    /**
     * One function serves one operation.
     *
     * @param purpose of the function
     * @param triggers what fires it
     */
    static void checkHelper(String helper, String purpose, String triggers, Facts facts, Findings findings) {
        String operation = facts.helpers().get(helper);
        findings.expect(
                operation == null || !operation.isEmpty(),
                "helper-left-over",
                "expected no function %s, but it is there from an earlier change of the same column; finish that change, or drop the function and its %s"
                        .formatted(helper, triggers));
        findings.expect(
                operation == null || operation.isEmpty(),
                "operations-meet",
                "expected %s by one operation of this change, but %s before this one does it already; take one of them out, or make two changes of them"
                        .formatted(purpose, operation));
    }

    /**
     * What must hold once rows are filled, in a query that names some for which it does not.
     *
     * @param row the name that the value has for the row
     */
    static Check filled(TableFacts table, String column, String value, String row, PlanTarget target) {
        String query = "SELECT %s FROM %s AS %s WHERE %s IS NULL AND (%s) IS NOT NULL LIMIT 5"
                .formatted(keyText(table), target.table(table.name()), row, Quoting.identifier(column), value);
        return Check.newBuilder()
                .setQuery(query)
                .setExpectation("no row of %s has %s NULL although its value is not"
                        .formatted(table.name().shown(), column))
                .build();
    }

    private static String keyText(TableFacts table) {
        return table.key()
                .map(columns -> "concat_ws(', ', " + Quoting.identifiers(columns) + ")")
                .orElse("ctid::text");
    }

    /** What must hold before NOT NULL can be proved of a column, also on the way back. */
    static void checkRule(TableFacts table, String column, PostgresVersion version, Findings findings) {
        String rule = new NotNullSteps(table, column, version, new PlanTarget(false, "")).name();
        findings.expect(
                !table.constraints().containsKey(rule),
                "constraint-exists",
                "expected %s to have no constraint %s, but it has one, and the proof of NOT NULL needs the name; drop or rename it"
                        .formatted(table.name().shown(), rule));
    }

    /** Rows for which an expression gives NULL would stop the proof of NOT NULL later. */
    static RowQuestion valueIsNull(TableFacts table, String column, String value, String and, PlanTarget target) {
        String query = "SELECT %s FROM %s WHERE (%s) IS NULL%s LIMIT 5"
                .formatted(keyText(table), target.table(table.name()), value, and);
        return new RowQuestion(
                query,
                "value-null",
                "expected value to give something for every row of %s, because %s is to be NOT NULL, but it gives NULL for some; use COALESCE"
                        .formatted(table.name().shown(), column));
    }
}
