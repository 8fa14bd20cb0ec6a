package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddPrimaryKey;
import java.util.Optional;

/** Adds a primary key to a table that has none: its index is built without blocking anybody, then becomes the key, without a scan. */
final class AddPrimaryKeyPlanner {
    private AddPrimaryKeyPlanner() {}

    static OperationPlan plan(AddPrimaryKey operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<UniqueSteps> steps = table.map(found -> new UniqueSteps(
                found,
                operation.getName(),
                "PRIMARY KEY",
                operation.getColumnsList(),
                Rule.phase(operation.getWritersComply()),
                target));
        steps.ifPresent(key -> key.check(facts, findings));
        table.ifPresent(found -> check(found, operation, facts, findings));
        if (steps.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        UniqueSteps key = steps.get();
        return OperationPlan.of(
                        key.after(facts, ConstraintFacts.Kind.PRIMARY_KEY),
                        key.inOrder(Rule.reason(operation.getWritersComply()), facts))
                .asking(key.duplicates())
                .noting(findings.list());
    }

    private static void check(TableFacts table, AddPrimaryKey operation, Facts facts, Findings findings) {
        String shown = table.name().shown();
        checkNoKey(table, "take this operation out", findings);
        if (!findings.anyRefusal()) {
            PartitionFacts.of(table, facts)
                    .forEach(partition -> checkNoKey(partition, "drop that first, with a raw step", findings));
        }
        for (String name : operation.getColumnsList()) {
            ColumnFacts column = table.columns().get(name);
            findings.expect(
                    column == null || column.notNull(),
                    "primary-key-nullable",
                    "expected %s.%s to be NOT NULL, because the server would scan the table for NULLs while nobody can use it, but it allows NULL; put a set_not_null in an earlier change"
                            .formatted(shown, name));
        }
    }

    private static void checkNoKey(TableFacts table, String advice, Findings findings) {
        table.constraints().values().stream()
                .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.PRIMARY_KEY)
                .forEach(key -> findings.refuse(
                        "primary-key-exists",
                        "expected %s to have no primary key, but it has %s; %s"
                                .formatted(table.name().shown(), key.name(), advice)));
    }
}
