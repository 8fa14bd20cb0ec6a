package dev.lockstep.agent.engine.postgres;

/** What must hold before a column can be filled. */
final class FillChecks {
    private FillChecks() {}

    static void check(TableFacts table, String column, Facts facts, Findings findings) {
        findings.expect(
                table.key().isPresent(),
                "no-key",
                "expected %s to have a primary key or a unique index over NOT NULL columns, because a backfill goes by it, found none; add one first"
                        .formatted(table.name().shown()));
        String helper = HelperNames.fill(table.name(), column);
        findings.expect(
                !facts.helpers().contains(helper),
                "helper-left-over",
                "expected no function %s, but it is there from an earlier change of the same column; finish that change, or drop the function and its trigger"
                        .formatted(helper));
        if (!table.triggers().isEmpty()) {
            findings.note(
                    "triggers-fire",
                    "the triggers %s of %s will fire for every row that the backfill fills"
                            .formatted(
                                    String.join(", ", table.triggers()),
                                    table.name().shown()));
        }
    }

    static void checkRuleName(TableFacts table, String column, PostgresVersion version, Findings findings) {
        String rule = new NotNullSteps(table, column, version, new PlanTarget(false, "")).name();
        findings.expect(
                !table.constraints().containsKey(rule),
                "constraint-exists",
                "expected %s to have no constraint %s, but it has one, and the proof of NOT NULL needs the name; drop or rename it"
                        .formatted(table.name().shown(), rule));
    }

    /** Rows for which an expression gives NULL would stop the proof of NOT NULL later. */
    static RowQuestion valueIsNull(TableFacts table, String column, String value, String and, PlanTarget target) {
        String key = table.key()
                .map(columns -> "concat_ws(', ', " + Quoting.identifiers(columns) + ")")
                .orElse("ctid::text");
        String query =
                "SELECT %s FROM %s WHERE (%s) IS NULL%s LIMIT 5".formatted(key, target.table(table.name()), value, and);
        return new RowQuestion(
                query,
                "value-null",
                "expected value to give something for every row of %s, because %s is to be NOT NULL, but it gives NULL for some; use COALESCE"
                        .formatted(table.name().shown(), column));
    }
}
