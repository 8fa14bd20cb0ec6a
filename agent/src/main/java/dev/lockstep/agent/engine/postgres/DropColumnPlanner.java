package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Drops a column: in EXPAND new writers are allowed to leave it out, in CONTRACT its indexes go without blocking anybody, then the column. Whatever else
 * depends on it is named, and never dropped along.
 */
final class DropColumnPlanner {
    private DropColumnPlanner() {}

    static OperationPlan plan(DropColumn operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String value = PostgresTypes.text(operation.getValue());
        if (!value.isEmpty()) {
            TableChecks.checkExpression("value", value, findings);
        }
        Optional<TableFacts> table = TableChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> checkDependents(found, operation.getColumn(), findings));
        noteMentions(operation.getTable(), operation.getColumn(), facts, findings);
        column.ifPresent(found -> findings.expect(
                !found.fresh(),
                "column-fresh",
                "expected %s to be there before this change, but an operation before this one adds it; take both out"
                        .formatted(found.name())));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return steps(column.get(), value, table.get(), facts, target).noting(findings.list());
    }

    private static void checkDependents(TableFacts table, String column, Findings findings) {
        for (Dependent dependent : table.dependentsOf(column)) {
            if (!dependent.kind().goesAlong()) {
                findings.refuse(
                        "dependent",
                        "expected nothing else to need %s.%s, but %s does; change or drop that first"
                                .formatted(table.name().shown(), column, dependent.description()));
            } else if (dependent.kind() != Dependent.Kind.STATISTICS) {
                findings.note(
                        "dropped-along",
                        "%s goes together with %s.%s"
                                .formatted(dependent.description(), table.name().shown(), column));
            }
        }
    }

    /** The server lets a column go that a function's text still names; every call would fail from then on. */
    static void noteMentions(String table, String column, Facts facts, Findings findings) {
        Pattern word = Pattern.compile("(?i)(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$])");
        new TreeMap<>(facts.bodies()).forEach((function, body) -> {
            if (word.matcher(body).find()) {
                findings.note(
                        "mentioned-in-function",
                        "the function %s seems to use %s.%s; change it before CONTRACT, because the server will not stop the column from going"
                                .formatted(function, table, column));
            }
        });
    }

    private static OperationPlan steps(
            ColumnFacts column, String value, TableFacts table, Facts facts, PlanTarget target) {
        List<StepDraft> steps = new ArrayList<>();
        if (!column.canBeLeftOut()) {
            steps.add(
                    value.isEmpty()
                            ? dropNotNull(column, table, facts, target)
                            : setDefault(column, value, table.name(), target));
        }
        TableFacts after = table;
        List<String> gone = new ArrayList<>();
        for (Dependent dependent : table.dependentsOf(column.name())) {
            switch (dependent.kind()) {
                case INDEX -> {
                    steps.add(DropIndexPlanner.dropStep(
                            table.name(),
                            dependent.name(),
                            Undos.irreversible("CONTRACT only goes forward: the index's column goes next"),
                            "an index goes before its column, because that blocks nobody",
                            target));
                    after = after.withoutIndex(dependent.name());
                }
                case OWN_UNIQUE -> gone.add(table.name().constraintPath(dependent.name()));
                case OWN_SEQUENCE ->
                    gone.add(
                            "sequence:" + table.name().sibling(dependent.name()).shown());
                case OWN_CHECK, STATISTICS, OWN_RULE, REFERRER, GENERATED, OTHER -> {}
            }
        }
        steps.add(dropStep(column, table.name(), gone, target));
        return OperationPlan.of(facts.with(after.withoutColumn(column.name())), steps);
    }

    private static StepDraft setDefault(ColumnFacts column, String value, TableName table, PlanTarget target) {
        String alter = "ALTER TABLE %s ALTER COLUMN %s ".formatted(target.table(table), quoted(column));
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "let writers leave %s of %s out: it becomes %s".formatted(column.name(), table.shown(), value),
                Locks.accessExclusive(table),
                List.of(alter + "SET DEFAULT " + value),
                Undos.transactional(alter + "DROP DEFAULT"),
                "new writers must be able to leave a column out before it goes");
    }

    private static StepDraft dropNotNull(ColumnFacts column, TableFacts table, Facts facts, PlanTarget target) {
        return DropNotNullPlanner.step(
                table,
                column,
                facts.version(),
                "new writers must be able to leave a column out before it goes",
                "let writers leave %s of %s out: it becomes NULL"
                        .formatted(column.name(), table.name().shown()),
                target);
    }

    private static StepDraft dropStep(ColumnFacts column, TableName table, List<String> gone, PlanTarget target) {
        return StepDraft.transactional(
                        table,
                        Phase.CONTRACT,
                        "drop column %s of %s".formatted(column.name(), table.shown()),
                        Locks.accessExclusive(table),
                        List.of("ALTER TABLE %s DROP COLUMN %s".formatted(target.table(table), quoted(column))),
                        Undos.irreversible("a dropped column's values are gone"),
                        "a column goes when nothing needs it any more")
                .removing(gone);
    }

    private static String quoted(ColumnFacts column) {
        return Quoting.identifier(column.name());
    }
}
