package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds a column: a plain one at once, one with a value in the order column, trigger, backfill, proof. */
final class AddColumnPlanner {

    private AddColumnPlanner() {}

    static OperationPlan plan(AddColumn operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableName name = TableName.of(operation.getTable());
        Optional<TableFacts> table = PartitionChecks.usable(facts, name, findings);
        checkTexts(operation, facts, findings);
        table.ifPresent(found -> checkTable(operation, found, facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(asIfAdded(operation, table, facts), findings.list());
        }
        TableFacts before = table.get();
        String value = PostgresTypes.text(operation.getValue());
        if (value.isEmpty()) {
            return plain(operation, before, facts, target).noting(findings.list());
        }
        return filled(operation, value, before, facts, target).noting(findings.list());
    }

    /** Operations behind this one are judged as if it could be done, so that one mistake gives one finding. */
    private static Facts asIfAdded(AddColumn operation, Optional<TableFacts> table, Facts facts) {
        ColumnFacts column = ColumnFacts.added(
                operation.getColumn(), PostgresTypes.type(operation.getType()), !operation.getNullable(), "NULL");
        return table.filter(found -> !found.columns().containsKey(column.name()))
                .map(found -> facts.with(found.withColumn(column)))
                .orElse(facts);
    }

    private static void checkTexts(AddColumn operation, Facts facts, Findings findings) {
        TableChecks.checkName("the column", operation.getColumn(), findings);
        String type = PostgresTypes.type(operation.getType());
        findings.expect(
                facts.types().contains(type),
                "type-unknown",
                "expected a type that this server has, found \"%s\" for %s.%s; correct it, or make the type in an earlier change"
                        .formatted(type, operation.getTable(), operation.getColumn()));
        String value = PostgresTypes.text(operation.getValue());
        String constant = PostgresTypes.text(operation.getDefault());
        if (!value.isEmpty()) {
            TableChecks.checkExpression("value", value, findings);
        }
        if (!constant.isEmpty()) {
            TableChecks.checkDefault(constant, type, findings);
        }
        findings.expect(
                operation.getNullable() || !value.isEmpty() || !constant.isEmpty(),
                "not-null-without-value",
                "expected a value or a default for %s.%s, because it is NOT NULL, found neither; give one, or make it nullable"
                        .formatted(operation.getTable(), operation.getColumn()));
    }

    private static void checkTable(AddColumn operation, TableFacts table, Facts facts, Findings findings) {
        String column = operation.getColumn();
        findings.expect(
                !table.columns().containsKey(column),
                "column-exists",
                "expected %s to have no column %s, but it has one; take this operation out, or choose another name"
                        .formatted(table.name().shown(), column));
        TableChecks.checkRoomForColumn(table, findings);
        PartitionChecks.freeColumn(table, column, facts, findings);
        if (!PostgresTypes.text(operation.getValue()).isEmpty()) {
            PartitionChecks.checkFill(table, column, facts, findings);
            if (!operation.getNullable()) {
                FillChecks.checkRule(table, column, facts.version(), findings);
            }
        }
    }

    private static OperationPlan plain(AddColumn operation, TableFacts table, Facts facts, PlanTarget target) {
        String constant = PostgresTypes.text(operation.getDefault());
        boolean notNull = !operation.getNullable();
        StepDraft add = addStep(operation, table, constant, notNull, target);
        ColumnFacts column = ColumnFacts.added(
                        operation.getColumn(), PostgresTypes.type(operation.getType()), notNull, constant)
                .filled(
                        constant.isEmpty()
                                ? ColumnTraits.Filling.NONE
                                : new ColumnTraits.Filling("true", constant, true));
        return OperationPlan.of(facts.with(table.withColumn(column)), List.of(add));
    }

    private static OperationPlan filled(
            AddColumn operation, String value, TableFacts table, Facts facts, PlanTarget target) {
        String column = operation.getColumn();
        String constant = PostgresTypes.text(operation.getDefault());
        FillSteps fill = new FillSteps(table, column, value, facts, target);
        NotNullSteps rule = new NotNullSteps(table, column, facts.version(), target);
        List<StepDraft> steps = new ArrayList<>();
        steps.add(addStep(operation, table, "", false, target));
        steps.addAll(fill.start());
        steps.addAll(fill.backfill(facts, operation.getNullable()));
        List<String> ending = new ArrayList<>();
        if (operation.getNullable()) {
            fill.verify(table).ifPresent(steps::add);
        } else {
            steps.addAll(rule.prove(Phase.VALIDATE));
            rule.dropProof().ifPresent(ending::add);
        }
        if (!constant.isEmpty()) {
            ending.add("ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                    .formatted(target.table(table.name()), Quoting.identifier(column), constant));
        }
        steps.add(fill.stop(ending));
        ColumnFacts added = ColumnFacts.added(
                        column, PostgresTypes.type(operation.getType()), !operation.getNullable(), constant)
                .filled(new ColumnTraits.Filling("true", value, false));
        Facts after =
                facts.with(table.withColumn(added)).withHelper(HelperNames.fill(table.name(), column), "add_column");
        OperationPlan plan = OperationPlan.of(after, steps);
        return operation.getNullable() ? plan : plan.asking(FillChecks.valueIsNull(table, column, value, "", target));
    }

    private static StepDraft addStep(
            AddColumn operation, TableFacts facts, String constant, boolean notNull, PlanTarget target) {
        TableName table = facts.name();
        String column = Quoting.identifier(operation.getColumn());
        String type = PostgresTypes.type(operation.getType());
        List<String> sql = new ArrayList<>();
        sql.add("ALTER TABLE %s ADD COLUMN %s %s%s%s"
                .formatted(
                        target.table(table),
                        column,
                        type,
                        constant.isEmpty() ? "" : " DEFAULT " + constant,
                        notNull ? " NOT NULL" : ""));
        if (!operation.getComment().isEmpty()) {
            sql.add("COMMENT ON COLUMN %s.%s IS %s"
                    .formatted(target.table(table), column, Quoting.literal(operation.getComment())));
        }
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "add column %s %s to %s".formatted(operation.getColumn(), type, table.shown()),
                Locks.withPartitions(facts, Locks::accessExclusive),
                sql,
                Undos.losing(
                        Undos.transactional("ALTER TABLE %s DROP COLUMN %s".formatted(target.table(table), column)),
                        "what writers have put into %s".formatted(operation.getColumn())),
                "a column is added first, as metadata only: old writers do not notice it");
    }
}
