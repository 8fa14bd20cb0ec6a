package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a column another name. Until CONTRACT a second column has the new name, and triggers keep it the same; then it goes, and the column itself takes the
 * name over, with everything that hangs on it. Where each version of the application has views, those give it both names, and there is nothing to keep the same.
 */
final class RenameColumnPlanner {

    private RenameColumnPlanner() {}

    static OperationPlan plan(RenameColumn operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the column", operation.getTo(), findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> column.ifPresent(there -> check(found, there, operation.getTo(), facts, findings)));
        if (target.versioned()) {
            DropColumnPlanner.noteMentions(operation.getTable(), operation.getColumn(), facts, findings);
        } else {
            table.ifPresent(
                    found -> column.ifPresent(there -> checkSecond(found, there, operation.getTo(), facts, findings)));
        }
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        OperationPlan plan = target.versioned()
                ? inViews(table.get(), column.get(), operation.getTo(), facts, target)
                : steps(table.get(), column.get(), operation.getTo(), facts, target);
        return plan.noting(findings.list());
    }

    private static void check(TableFacts table, ColumnFacts column, String to, Facts facts, Findings findings) {
        String shown = table.name().shown();
        findings.expect(
                !table.columns().containsKey(to),
                "column-exists",
                "expected %s to have no column %s, but it has one; choose another name".formatted(shown, to));
        findings.expect(
                !column.fresh(),
                "column-fresh",
                "expected %s to be there before this change, but an operation before this one adds it; add it with the new name"
                        .formatted(column.name()));
        for (Dependent dependent : table.dependentsOf(column.name())) {
            findings.expect(
                    dependent.kind() != Dependent.Kind.OTHER,
                    "dependent",
                    "expected nothing outside of %s to name %s, but %s does; change or drop that first"
                            .formatted(shown, column.name(), dependent.description()));
        }
        if (table.isPartitioned()) {
            PartitionedColumnChecks.check(table, column, facts, findings);
        }
    }

    /** What a second column asks for. */
    private static void checkSecond(TableFacts table, ColumnFacts column, String to, Facts facts, Findings findings) {
        TableChecks.checkRoomForColumn(table, findings);
        findings.expect(
                !column.generated(),
                "column-generated",
                "expected %s.%s to be an ordinary column, but it is generated, and no trigger can keep another one like it; give each version of the application its own `views`, or use a raw step"
                        .formatted(table.name().shown(), column.name()));
        SyncChecks.check(table, column, facts, findings);
        PlanTarget target = new PlanTarget(false, "");
        if (table.isPartitioned()) {
            PartitionedColumnChecks.checkSecond(table, column, to, facts, findings);
            new PartitionedColumnIndexes(table, column.name(), to, facts, target).check(findings);
        } else {
            new ColumnIndexes(table, column.name(), to, target).check(facts, findings);
        }
    }

    /** The one column has the old name in the table and in the views of the version before, and the new one in those of the version after. */
    private static OperationPlan inViews(
            TableFacts table, ColumnFacts column, String to, Facts facts, PlanTarget target) {
        StepDraft rename = StepDraft.transactional(
                        table.name(),
                        Phase.CONTRACT,
                        "rename column %s of %s to %s"
                                .formatted(column.name(), table.name().shown(), to),
                        Locks.withPartitions(table, Locks::accessExclusive),
                        List.of("ALTER TABLE %s RENAME COLUMN %s TO %s"
                                .formatted(
                                        target.table(table.name()),
                                        Quoting.identifier(column.name()),
                                        Quoting.identifier(to))),
                        Undos.irreversible("CONTRACT only goes forward: nobody uses the old name any more"),
                        "the old name goes when nobody uses it; views keep their own names for columns")
                .foreseeing(renamedTexts(table, column.name(), to, facts))
                .before(scenery(table, column.name(), to, facts, target));
        return OperationPlan.of(after(table, column.name(), to, facts), List.of(rename));
    }

    private static OperationPlan steps(
            TableFacts table, ColumnFacts column, String to, Facts facts, PlanTarget target) {
        TableName name = table.name();
        String given = column.traits().volatileDefault() ? "" : column.defaultValue();
        SyncTriggers sync = new SyncTriggers(name, column, to, given, target);
        List<StepDraft> steps = new ArrayList<>();
        steps.add(add(table, column, to, target));
        sync.start()
                .forEach(start -> steps.add(
                        start.locking(Locks.withPartitions(table, start.step().getLock()))));
        PartitionFacts.whole(table, facts).stream()
                .filter(one -> !one.isPartitioned())
                .forEach(one -> steps.add(fill(one, column.name(), to)));
        steps.addAll(indexes(table, column.name(), to, facts, target));
        steps.addAll(new RuleSteps(same(table, column, to, sync, target), table, target).inOrder());
        steps.add(swap(table, column, to, sync, facts, target));
        return OperationPlan.of(
                after(table, column.name(), to, facts)
                        .withHelper(HelperNames.sync(name, column.name()), "rename_column"),
                steps);
    }

    private static List<StepDraft> indexes(TableFacts table, String column, String to, Facts facts, PlanTarget target) {
        String reason = "an index is built once its column is filled, and before the new name is used";
        return table.isPartitioned()
                ? new PartitionedColumnIndexes(table, column, to, facts, target).build(Phase.VALIDATE, reason)
                : new ColumnIndexes(table, column, to, target).build(Phase.VALIDATE, reason);
    }

    private static Scenery scenery(TableFacts table, String column, String to, Facts facts, PlanTarget target) {
        return table.isPartitioned()
                ? new PartitionedColumnIndexes(table, column, to, facts, target).scenery()
                : new ColumnIndexes(table, column, to, target).scenery();
    }

    private static List<Foreseen> renamedTexts(TableFacts table, String column, String to, Facts facts) {
        return PartitionFacts.whole(table, facts).stream()
                .flatMap(one -> RenamedTexts.of(one, column, to, facts).stream())
                .toList();
    }

    private static Facts after(TableFacts table, String column, String to, Facts facts) {
        return PartitionFacts.each(table, facts, one -> {
            ColumnFacts there = one.columns().get(column);
            return there == null ? one : one.withoutColumn(column).withColumn(there.named(to));
        });
    }

    private static StepDraft add(TableFacts whole, ColumnFacts column, String to, PlanTarget target) {
        TableName table = whole.name();
        String collation = column.traits().collation();
        String alter = "ALTER TABLE %s ".formatted(target.table(table));
        List<String> sql = new ArrayList<>();
        sql.add(alter
                + "ADD COLUMN %s %s%s"
                        .formatted(
                                Quoting.identifier(to),
                                column.type(),
                                collation.isEmpty() ? "" : " COLLATE " + collation));
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "add column %s to %s, for %s under its new name".formatted(to, table.shown(), column.name()),
                Locks.withPartitions(whole, Locks::accessExclusive),
                sql,
                Undos.transactional(alter + "DROP COLUMN " + Quoting.identifier(to)),
                "old and new applications each find the name that they know");
    }

    /** Rows that nobody has written since the triggers are there; in all others both hold the same. */
    private static StepDraft fill(TableFacts table, String column, String to) {
        String from = Quoting.identifier(column);
        return StepDraft.backfill(
                table.name(),
                "copy %s of %s to %s".formatted(column, table.name().shown(), to),
                Backfill.newBuilder()
                        .addAllKeyColumns(table.key().orElseThrow())
                        .setColumn(to)
                        .setValue(from)
                        .setCondition("%s IS NULL AND %s IS NOT NULL".formatted(Quoting.identifier(to), from)),
                "rows are filled once the triggers keep new ones the same, so that none is missed");
    }

    /** The triggers keep it; what could break it is a writer that writes different values under the two names. */
    private static Rule same(TableFacts table, ColumnFacts column, String to, SyncTriggers sync, PlanTarget target) {
        return new Rule(
                table.name(),
                HelperNames.same(table.name(), column.name()),
                "CHECK (%s)".formatted(sync.same()),
                Rule.sample(table, target.table(table.name()), "", sync.differ()),
                "expected %s and %s of %s to hold the same in every row"
                        .formatted(column.name(), to, table.name().shown()),
                Phase.VALIDATE);
    }

    private static StepDraft swap(
            TableFacts table, ColumnFacts column, String to, SyncTriggers sync, Facts facts, PlanTarget target) {
        TableName name = table.name();
        String alter = "ALTER TABLE %s ".formatted(target.table(name));
        List<String> sql = new ArrayList<>();
        sql.add(alter + "DROP CONSTRAINT " + Quoting.identifier(HelperNames.same(name, column.name())));
        sql.addAll(sync.stop());
        sql.add(alter + "DROP COLUMN " + Quoting.identifier(to));
        sql.add(alter + "RENAME COLUMN %s TO %s".formatted(Quoting.identifier(column.name()), Quoting.identifier(to)));
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "let %s of %s take over the name %s".formatted(column.name(), name.shown(), to),
                        Locks.withPartitions(table, Locks::accessExclusive),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward: nobody uses the old name any more"),
                        "the old name goes when nobody uses it; the column keeps all that hangs on it")
                .foreseeing(renamedTexts(table, column.name(), to, facts))
                .before(scenery(table, column.name(), to, facts, target));
    }
}
