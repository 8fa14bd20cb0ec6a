package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gives a column a value in some rows, and changes nothing of the schema; of a partitioned table, partition by partition. There is no trigger, so writers must not make
 * more such rows meanwhile.
 */
final class FillRowsPlanner {

    private static final String PLACE = "lockstep_place";
    private static final int LONGEST_SHOWN = 60;

    private final TableFacts table;
    private final List<TableFacts> filled;
    private final ColumnFacts column;
    private final String value;
    private final String where;
    private final PlanTarget target;

    private FillRowsPlanner(
            TableFacts table,
            List<TableFacts> filled,
            ColumnFacts column,
            String value,
            String where,
            PlanTarget target) {
        this.table = table;
        this.filled = filled;
        this.column = column;
        this.value = value;
        this.where = where;
        this.target = target;
    }

    static OperationPlan plan(FillRows operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String value = PostgresTypes.text(operation.getValue());
        String where = PostgresTypes.text(operation.getWhere());
        findings.expect(
                !value.isEmpty() && !where.isEmpty(),
                "backfill-incomplete",
                "expected `value` and `where` for PostgreSQL, found none for one of them; give both");
        if (!value.isEmpty()) {
            TableChecks.checkExpression("value", value, findings);
        }
        if (!where.isEmpty()) {
            TableChecks.checkExpression("where", where, findings);
        }
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> column.ifPresent(there -> check(found, there, facts, findings)));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        FillRowsPlanner planner = new FillRowsPlanner(
                table.get(), PartitionFacts.withRows(table.get(), facts), column.get(), value, where, target);
        return OperationPlan.of(facts.with(planner.afterwards()), planner.steps())
                .asking(planner.questions(facts))
                .noting(findings.list());
    }

    private static void check(TableFacts table, ColumnFacts column, Facts facts, Findings findings) {
        String shown = table.name().shown();
        findings.expect(
                !column.generated() && !column.traits().numbering().identity().equals("ALWAYS"),
                "column-generated",
                "expected %s.%s to be a column that can be written, but the server computes it; take this operation out"
                        .formatted(shown, column.name()));
        if (table.isPartitioned()) {
            checkPartitioned(table, column, findings);
        }
        for (TableFacts filled : PartitionFacts.withRows(table, facts)) {
            findings.expect(
                    filled.key().filter(key -> key.contains(column.name())).isEmpty(),
                    "backfill-of-key",
                    "expected another column than %s, because the backfill goes through %s by it; use a raw step"
                            .formatted(column.name(), filled.name().shown()));
            FillChecks.check(filled, column.name(), facts, findings);
        }
        findings.note(
                "values-not-kept",
                "what %s of %s holds now, in the rows that are filled, is not kept; a rollback leaves them filled"
                        .formatted(column.name(), shown));
    }

    private static void checkPartitioned(TableFacts whole, ColumnFacts column, Findings findings) {
        PartitionedColumnChecks.checkNotOfKey(
                whole, column, "the backfill fills each partition by itself and may move no row to another", findings);
        findings.note(
                "rows-that-move",
                "a row that somebody moves, while BACKFILL runs, to a partition of %s that is filled already is passed by; VALIDATE names it"
                        .formatted(whole.name().shown()));
    }

    private List<StepDraft> steps() {
        List<StepDraft> steps = new ArrayList<>();
        filled.forEach(one -> steps.add(fill(one)));
        // A check has the search path of a session of ours, under which the condition could mean something else.
        if (table.name().schema().equals(TableName.DEFAULT_SCHEMA)) {
            steps.add(look());
        } else if (table.isPartitioned()) {
            steps.add(NewPartitions.look(
                    table,
                    Phase.VALIDATE,
                    "which are filled",
                    "rows of a partition that came meanwhile may need the value, too",
                    target));
        }
        return steps;
    }

    private StepDraft fill(TableFacts one) {
        String shown = one.name().shown();
        return StepDraft.backfill(
                        one.name(),
                        "fill %s of %s where %s".formatted(column.name(), shown, shownWhere()),
                        Backfill.newBuilder()
                                .addAllKeyColumns(one.key().orElse(List.of()))
                                .setColumn(column.name())
                                .setValue(value)
                                .setCondition("(" + where + ")"),
                        "rows are filled in batches, each a short transaction, so that nobody waits for long")
                .losing("what %s of %s held before in rows that were filled: they stay filled"
                        .formatted(column.name(), shown));
    }

    private StepDraft look() {
        String shown = table.name().shown();
        return StepDraft.check(
                table.name(),
                Phase.VALIDATE,
                "look for rows of %s where %s".formatted(shown, shownWhere()),
                Check.newBuilder()
                        .setQuery("SELECT %s FROM %s AS %s WHERE (%s) LIMIT 5"
                                .formatted(keyText(place()), target.table(table.name()), alias(), where))
                        .setExpectation("no row of %s is left where %s".formatted(shown, shownWhere()))
                        .build(),
                "what was filled is looked at by itself, once all nodes are through");
    }

    private TableFacts afterwards() {
        return table.withColumn(column.filled(new ColumnTraits.Filling("(" + where + ")", value, false)));
    }

    private List<RowQuestion> questions(Facts facts) {
        if (column.fresh()) {
            return List.of();
        }
        List<RowQuestion> questions = new ArrayList<>();
        questions.add(onPath(new RowQuestion(
                stillThere(),
                "backfill-endless",
                "expected `where` not to hold any more for a row that has its value, or the backfill would never end, but it holds for some; write a condition that excludes what is filled, such as %s IS DISTINCT FROM the value"
                        .formatted(column.name()))));
        if (column.notNull()) {
            questions.add(
                    onPath(FillChecks.valueIsNull(table, column.name(), value, " AND (%s)".formatted(where), target)));
        }
        questions.addAll(UniqueRows.ofThere(afterwards(), column.name(), facts, target));
        questions.addAll(CheckedRows.ofThere(afterwards(), column.name(), facts, target));
        questions.addAll(ReferringRows.ofThere(afterwards(), column.name(), facts, target));
        return questions;
    }

    private RowQuestion onPath(RowQuestion question) {
        return question.after("SET LOCAL search_path = " + FillSteps.searchPath(table.name()));
    }

    /** The rows as they would be, asked for the condition once more. */
    private String stillThere() {
        String columns = new TreeSet<>(table.columns().keySet())
                .stream().map(this::asItWouldBe).collect(Collectors.joining(", "));
        return "SELECT %s FROM (SELECT %s, %s AS %s FROM %s AS %s WHERE (%s)) AS %s WHERE (%s) LIMIT 5"
                .formatted(
                        keyText(PLACE),
                        columns,
                        place(),
                        PLACE,
                        target.table(table.name()),
                        alias(),
                        where,
                        alias(),
                        where);
    }

    private String asItWouldBe(String name) {
        String quoted = Quoting.identifier(name);
        return name.equals(column.name()) ? "CAST((%s) AS %s) AS %s".formatted(value, column.type(), quoted) : quoted;
    }

    /** Where a row is; in a partitioned table, in which partition too. */
    private String place() {
        return table.isPartitioned() ? "(tableoid::regclass::text || ' ' || ctid::text)" : "ctid";
    }

    private String keyText(String place) {
        return table.key()
                .map(key -> "concat_ws(', ', " + Quoting.identifiers(key) + ")")
                .orElse(place + "::text");
    }

    /** On one line, and not all of a long one. */
    private String shownWhere() {
        String line = where.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 1) + "…";
    }

    private String alias() {
        return Quoting.identifier(table.name().name());
    }
}
