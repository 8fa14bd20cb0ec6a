package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetDefault;
import java.util.List;
import java.util.Optional;

/** Gives a column a default: the catalog only; rows that are there keep what they have. */
final class SetDefaultPlanner {
    private SetDefaultPlanner() {}

    static OperationPlan plan(SetDefault operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String constant = PostgresTypes.text(operation.getDefault());
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        TableChecks.checkDefault(constant, column.map(ColumnFacts::type).orElse(""), findings);
        table.ifPresent(found -> column.ifPresent(there -> checkOrdinary(found, there, findings)));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        String alter = alter(name, column.get(), target);
        StepDraft step = StepDraft.transactional(
                name,
                Phase.EXPAND,
                "set the default of %s of %s to %s".formatted(operation.getColumn(), name.shown(), constant),
                Locks.withPartitions(table.get(), Locks::accessExclusive),
                List.of(alter + "SET DEFAULT " + constant),
                Undos.transactional(PartitionFacts.restoreDefault(table.get(), column.get(), facts, target)),
                "a default is there before the first writer that relies on it");
        Facts after = withDefault(table.get(), operation.getColumn(), constant, facts);
        return OperationPlan.of(after, List.of(step)).noting(findings.list());
    }

    /** The default of the whole becomes that of each partition. */
    static Facts withDefault(TableFacts table, String column, String value, Facts facts) {
        return PartitionFacts.each(table, facts, one -> one.changingColumn(column, there -> there.withDefault(value)));
    }

    /** The server computes or numbers the others itself. */
    static void checkOrdinary(TableFacts table, ColumnFacts column, Findings findings) {
        String shown = table.name().shown() + "." + column.name();
        findings.expect(
                !column.identity(),
                "column-identity",
                "expected %s to be an ordinary column, but it is an identity column, which has no default; take this operation out"
                        .formatted(shown));
        findings.expect(
                !column.generated(),
                "column-generated",
                "expected %s to be an ordinary column, but it is generated, so it has no default; take this operation out"
                        .formatted(shown));
    }

    static String alter(TableName table, ColumnFacts column, PlanTarget target) {
        return "ALTER TABLE %s ALTER COLUMN %s ".formatted(target.table(table), Quoting.identifier(column.name()));
    }
}
