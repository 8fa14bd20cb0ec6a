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
 * depends on it is named, and never dropped along. Indexes of a partitioned table go with the column, because there is no concurrent way to drop them.
 */
final class DropColumnPlanner {
    private DropColumnPlanner() {}

    static OperationPlan plan(DropColumn operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String value = PostgresTypes.text(operation.getValue());
        if (!value.isEmpty()) {
            TableChecks.checkExpression("value", value, findings);
        }
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> checkDependents(found, operation.getColumn(), findings));
        table.ifPresent(found -> checkPartitions(found, operation.getColumn(), facts, findings));
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

    /** What the whole has, its partitions mostly have too; so they are asked when it has nothing in the way. */
    private static void checkPartitions(TableFacts table, String column, Facts facts, Findings findings) {
        if (findings.anyRefusal()) {
            return;
        }
        findings.expect(
                !table.traits().partitioning().keyColumns().contains(column),
                "dependent",
                "expected nothing else to need %s.%s, but the table or one of its partitions is partitioned by it; keep it"
                        .formatted(table.name().shown(), column));
        PartitionFacts.of(table, facts).forEach(partition -> checkDependents(partition, column, findings));
        ColumnFacts whole = table.columns().get(column);
        if (whole != null && !whole.notNull() && !whole.hasDefault()) {
            PartitionChecks.checkNullable(table, column, facts, findings);
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
                            : setDefault(column, value, table, facts, target));
        }
        List<Dependent> indexes = table.dependentsOf(column.name()).stream()
                .filter(dependent -> dependent.kind() == Dependent.Kind.INDEX && !table.isPartitioned())
                .toList();
        for (Dependent index : indexes) {
            steps.add(DropIndexPlanner.dropStep(
                    table.name(),
                    index.name(),
                    Undos.irreversible("CONTRACT only goes forward: the index's column goes next"),
                    "an index goes before its column, because that blocks nobody",
                    target));
        }
        List<String> gone = new ArrayList<>();
        PartitionFacts.whole(table, facts)
                .forEach(one -> one.dependentsOf(column.name()).stream()
                        .filter(dependent -> !indexes.contains(dependent))
                        .forEach(dependent -> goesAlong(one.name(), dependent).ifPresent(gone::add)));
        steps.add(dropStep(column, table, gone, target));
        return OperationPlan.of(PartitionFacts.each(table, facts, one -> without(column.name(), one)), steps);
    }

    /** What an empty copy does not have. */
    private static Optional<String> goesAlong(TableName table, Dependent dependent) {
        return switch (dependent.kind()) {
            case INDEX -> Optional.of(table.indexPath(dependent.name()));
            case OWN_UNIQUE -> Optional.of(table.constraintPath(dependent.name()));
            case OWN_SEQUENCE ->
                Optional.of("sequence:" + table.sibling(dependent.name()).shown());
            case OWN_CHECK, STATISTICS, OWN_RULE, REFERRER, GENERATED, OTHER -> Optional.empty();
        };
    }

    private static TableFacts without(String column, TableFacts table) {
        TableFacts after = table.withoutColumn(column);
        for (Dependent dependent : table.dependentsOf(column)) {
            after = dependent.kind() == Dependent.Kind.INDEX ? after.withoutIndex(dependent.name()) : after;
        }
        return after;
    }

    private static StepDraft setDefault(
            ColumnFacts column, String value, TableFacts table, Facts facts, PlanTarget target) {
        String alter = "ALTER TABLE %s ALTER COLUMN %s ".formatted(target.table(table.name()), quoted(column));
        return StepDraft.transactional(
                table.name(),
                Phase.EXPAND,
                "let writers leave %s of %s out: it becomes %s"
                        .formatted(column.name(), table.name().shown(), value),
                Locks.withPartitions(table, Locks::accessExclusive),
                List.of(alter + "SET DEFAULT " + value),
                Undos.transactional(PartitionFacts.restoreDefault(table, column, facts, target)),
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

    private static StepDraft dropStep(ColumnFacts column, TableFacts table, List<String> gone, PlanTarget target) {
        return StepDraft.transactional(
                        table.name(),
                        Phase.CONTRACT,
                        "drop column %s of %s"
                                .formatted(column.name(), table.name().shown()),
                        Locks.withPartitions(table, Locks::accessExclusive),
                        List.of("ALTER TABLE %s DROP COLUMN %s".formatted(target.table(table.name()), quoted(column))),
                        Undos.irreversible("a dropped column's values are gone"),
                        "a column goes when nothing needs it any more")
                .removing(gone);
    }

    private static String quoted(ColumnFacts column) {
        return Quoting.identifier(column.name());
    }
}
