package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropNotNull;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Allows NULL in a column: the catalog only. The way back is the safe recipe of NOT NULL. */
final class DropNotNullPlanner {
    private DropNotNullPlanner() {}

    static OperationPlan plan(DropNotNull operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ColumnFacts> column =
                table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> column.ifPresent(there -> check(found, there, facts, findings)));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = step(
                table.get(),
                column.get(),
                facts.version(),
                "loosening a rule stops no writer, so it comes first; readers must bear NULL from then on",
                "let %s of %s be NULL"
                        .formatted(operation.getColumn(), table.get().name().shown()),
                target);
        Facts after = PartitionFacts.each(
                table.get(),
                facts,
                one -> one.changingColumn(operation.getColumn(), there -> there.withNotNull(false)));
        return OperationPlan.of(after, List.of(step)).noting(findings.list());
    }

    private static void check(TableFacts table, ColumnFacts column, Facts facts, Findings findings) {
        String shown = table.name().shown() + "." + column.name();
        findings.expect(
                column.notNull(),
                "nullable-already",
                "expected %s to be NOT NULL, but it allows NULL already; take this operation out".formatted(shown));
        findings.expect(
                !column.fresh(),
                "column-fresh",
                "expected %s to be there before this change, but an operation before this one adds it; add it with nullable: true"
                        .formatted(shown));
        findings.expect(
                !column.identity(),
                "column-identity",
                "expected %s not to be numbered by the server, but it is an identity column, which is never NULL; take this operation out"
                        .formatted(shown));
        checkKeys(table, column.name(), findings);
        if (!findings.anyRefusal()) {
            PartitionFacts.of(table, facts).forEach(partition -> checkKeys(partition, column.name(), findings));
        }
        FillChecks.checkRule(withoutOwnRule(table, column), column.name(), facts.version(), findings);
    }

    private static void checkKeys(TableFacts table, String column, Findings findings) {
        String shown = table.name().shown() + "." + column;
        for (IndexFacts index : table.indexes().values()) {
            if (index.columns().contains(column)) {
                findings.expect(
                        !index.primary(),
                        "dependent",
                        "expected nothing to need %s to be NOT NULL, but the primary key %s does; change that first"
                                .formatted(shown, index.name()));
                findings.expect(
                        !index.isReplicaIdentity(),
                        "dependent",
                        "expected nothing to need %s to be NOT NULL, but the replica identity of its table (%s) does; change that first"
                                .formatted(shown, index.name()));
            }
        }
    }

    /** From 18 on NOT NULL has a name, which is free again once it has gone. */
    private static TableFacts withoutOwnRule(TableFacts table, ColumnFacts column) {
        TableFacts rest = table;
        for (ConstraintFacts constraint : table.constraints().values()) {
            boolean isOwn = constraint.kind() == ConstraintFacts.Kind.NOT_NULL
                    && constraint.columns().equals(List.of(column.name()));
            rest = isOwn ? rest.withoutConstraint(constraint.name()) : rest;
        }
        return rest;
    }

    /** Since 18 a partition keeps a NOT NULL of its own when that of the whole goes; before, all of them go. */
    private static List<TableName> withOwn(TableFacts table, String column) {
        return table.traits().partitioning().partitions().stream()
                .filter(partition -> partition.ownNotNull().contains(column))
                .map(Partition::table)
                .toList();
    }

    private static List<String> drop(TableFacts table, String column, PlanTarget target) {
        List<String> sql = new ArrayList<>(List.of(alter(table.name(), column, target) + "DROP NOT NULL"));
        withOwn(table, column).forEach(own -> sql.add(alter(own, column, target) + "DROP NOT NULL"));
        return sql;
    }

    /** May be run again after any part of it. */
    private static List<String> restore(TableFacts table, String column, PostgresVersion version, PlanTarget target) {
        List<String> sql = new ArrayList<>(new NotNullSteps(table, column, version, target).restore());
        List<TableName> own = withOwn(table, column);
        if (!own.isEmpty()) {
            sql.add("SET lock_timeout = '100ms'");
            own.forEach(partition -> sql.add(alter(partition, column, target) + "SET NOT NULL"));
            sql.add("SET lock_timeout = 0");
        }
        return sql;
    }

    private static String alter(TableName table, String column, PlanTarget target) {
        return "ALTER TABLE %s ALTER COLUMN %s ".formatted(target.table(table), Quoting.identifier(column));
    }

    /** Also the first half of dropping a column. */
    static StepDraft step(
            TableFacts table,
            ColumnFacts column,
            PostgresVersion version,
            String reason,
            String summary,
            PlanTarget target) {
        return StepDraft.transactional(
                table.name(),
                Phase.EXPAND,
                summary,
                Locks.withPartitions(table, Locks::accessExclusive),
                drop(table, column.name(), target),
                Undos.losing(
                        Undos.autonomous(restore(table, column.name(), version, target)),
                        "nothing, but it cannot end before the rows that new writers left NULL are filled by hand"),
                reason);
    }
}
