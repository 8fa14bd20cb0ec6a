package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.ChangeType;
import java.util.Optional;

/**
 * Gives a column another type. What the server can note without looking at the rows is done in place, in CONTRACT; for anything else a second column has the new
 * type until CONTRACT.
 */
final class ChangeTypePlanner {
    private ChangeTypePlanner() {}

    static OperationPlan plan(ChangeType operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        checkTexts(operation, facts, findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        OperationPlan plan = plan(operation, table.get(), column.get(), facts, target);
        return plan.noting(findings.list());
    }

    private static OperationPlan plan(
            ChangeType operation, TableFacts table, ColumnFacts column, Facts facts, PlanTarget target) {
        String type = PostgresTypes.canonical(PostgresTypes.type(operation.getType()));
        Findings findings = new Findings();
        if (column.type().equals(type) && operation.getTo().isEmpty()) {
            findings.refuse(
                    "no-effect",
                    "expected another type than %s for %s.%s, found the same; take this operation out"
                            .formatted(type, table.name().shown(), column.name()));
            return OperationPlan.refused(facts, findings.list());
        }
        String up = PostgresTypes.text(operation.getUp());
        InPlaceChange inPlace = new InPlaceChange(table, column, type, facts, target);
        // The server changes no type that a view shows, so views of versions need a second column for any change.
        if (operation.getTo().isEmpty() && up.isEmpty() && !target.versioned() && inPlace.isPossible()) {
            return inPlace(inPlace, table, column.withType(type), facts);
        }
        if (table.isPartitioned() && operation.getTo().isEmpty()) {
            refuseInPlace(inPlace, table, column, findings);
            return OperationPlan.refused(facts, findings.list());
        }
        String beside =
                operation.getTo().isEmpty() ? HelperNames.column(table.name(), column.name()) : operation.getTo();
        Conversion conversion = new Conversion(
                column.name(),
                beside,
                operation.getTo().isEmpty() && target.versioned() ? column.name() : beside,
                column.type(),
                type,
                up,
                PostgresTypes.text(operation.getDown()));
        SecondColumn second = new SecondColumn(
                table,
                column,
                conversion,
                !operation.getTo().isEmpty(),
                PostgresTypes.text(operation.getDefault()),
                KeyRole.NONE,
                facts,
                target);
        second.check(findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return second.plan().noting(findings.list());
    }

    private static OperationPlan inPlace(InPlaceChange change, TableFacts table, ColumnFacts retyped, Facts facts) {
        Findings findings = new Findings();
        if (table.isPartitioned()) {
            PartitionedColumnChecks.checkNotOfKey(
                    table, retyped, "the server changes no type by which it finds the partition of a row", findings);
        }
        change.check(facts, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        Facts after = PartitionFacts.each(
                table, facts, one -> one.changingColumn(retyped.name(), own -> own.withType(retyped.type())));
        return OperationPlan.of(after, change.steps()).noting(findings.list());
    }

    private static void refuseInPlace(InPlaceChange change, TableFacts table, ColumnFacts column, Findings findings) {
        PartitionedColumnChecks.checkNotOfKey(
                table, column, "the server changes no type by which it finds the partition of a row", findings);
        if (!findings.anyRefusal()) {
            findings.refuse(
                    "type-in-place",
                    "expected `to`, because %s is partitioned, and %s; give it"
                            .formatted(
                                    table.name().shown(),
                                    change.rebuilt()
                                            .map(index ->
                                                    "the server would build %s anew while nobody can use the table"
                                                            .formatted(index))
                                            .orElse(
                                                    "a type that is more than noted comes only in a column beside the old one, under another name")));
        }
    }

    private static void checkTexts(ChangeType operation, Facts facts, Findings findings) {
        String type = PostgresTypes.type(operation.getType());
        findings.expect(
                facts.types().contains(type),
                "type-unknown",
                "expected a type that this server has, found \"%s\" for %s.%s; correct it, or make the type in an earlier change"
                        .formatted(type, operation.getTable(), operation.getColumn()));
        if (!operation.getTo().isEmpty()) {
            TableChecks.checkName("the column", operation.getTo(), findings);
        }
        checkExpression("up", PostgresTypes.text(operation.getUp()), findings);
        checkExpression("down", PostgresTypes.text(operation.getDown()), findings);
        checkExpression("default", PostgresTypes.text(operation.getDefault()), findings);
    }

    private static void checkExpression(String what, String text, Findings findings) {
        if (!text.isEmpty()) {
            TableChecks.checkExpression(what, text, findings);
        }
    }
}
