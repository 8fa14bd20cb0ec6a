package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropConstraint;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a check, a foreign key or a unique constraint away in CONTRACT, when nobody of the old shape counts on it. */
final class DropConstraintPlanner {
    private DropConstraintPlanner() {}

    static OperationPlan plan(DropConstraint operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ConstraintFacts> constraint =
                table.flatMap(found -> TableChecks.constraint(found, operation.getName(), findings));
        table.ifPresent(found -> constraint.ifPresent(there -> check(found, there, facts, findings)));
        if (table.isEmpty() || constraint.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = step(table.get(), constraint.get(), target);
        return OperationPlan.of(after(table.get(), constraint.get(), facts), List.of(step))
                .noting(findings.list());
    }

    /** Partitions have a check under the same name, and the others under the name that the server gave them. */
    private static Facts after(TableFacts table, ConstraintFacts constraint, Facts facts) {
        if (constraint.kind() == ConstraintFacts.Kind.CHECK) {
            return PartitionFacts.each(table, facts, one -> one.withoutConstraint(constraint.name()));
        }
        Facts after = facts.with(table.withoutConstraint(constraint.name()));
        for (Partitioning.ConstraintPart part : parts(table, constraint)) {
            after = after.table(part.table())
                    .map(found -> found.withoutConstraint(part.name()))
                    .map(after::with)
                    .orElse(after);
        }
        return after;
    }

    private static List<Partitioning.ConstraintPart> parts(TableFacts table, ConstraintFacts constraint) {
        return table.traits().partitioning().partsOfConstraint(constraint.name());
    }

    private static void check(TableFacts table, ConstraintFacts constraint, Facts facts, Findings findings) {
        String shown = "%s of %s".formatted(constraint.name(), table.name().shown());
        switch (constraint.kind()) {
            case PRIMARY_KEY ->
                findings.refuse(
                        "primary-key",
                        "expected a check, a foreign key or a unique constraint, but %s is its primary key, by which rows are found; keep it"
                                .formatted(shown));
            case NOT_NULL ->
                findings.refuse(
                        "constraint-not-null",
                        "expected a check, a foreign key or a unique constraint, but %s is NOT NULL; use drop_not_null of %s"
                                .formatted(shown, String.join(", ", constraint.columns())));
            case OTHER ->
                findings.refuse(
                        "constraint-kind",
                        "expected a check, a foreign key or a unique constraint, but %s is none of them; use a raw step"
                                .formatted(shown));
            case UNIQUE -> {
                checkUsers(table, constraint.name(), findings);
                if (!findings.anyRefusal()) {
                    parts(table, constraint)
                            .forEach(part -> facts.table(part.table())
                                    .ifPresent(partition -> checkUsers(partition, part.name(), findings)));
                }
            }
            case CHECK, FOREIGN_KEY, EXCLUSION -> {}
        }
    }

    private static void checkUsers(TableFacts table, String constraint, Findings findings) {
        IndexFacts index = table.indexes().get(constraint);
        for (String user : index == null ? List.<String>of() : index.users()) {
            findings.refuse(
                    "dependent",
                    "expected nothing to need %s of %s, but %s does; change that first"
                            .formatted(constraint, table.name().shown(), user));
        }
    }

    private static StepDraft step(TableFacts whole, ConstraintFacts constraint, PlanTarget target) {
        TableName table = whole.name();
        List<String> sql = new ArrayList<>();
        Set<String> locks = new LinkedHashSet<>();
        for (TableName other : constraint.referenced()) {
            if (!other.equals(table)) {
                sql.add(constraint.lock(other, "ACCESS EXCLUSIVE", target));
                locks.add(Locks.accessExclusive(other));
            }
        }
        List<String> gone = new ArrayList<>(List.of(table.constraintPath(constraint.name())));
        for (Partitioning.ConstraintPart part : parts(whole, constraint)) {
            part.referenced().forEach(other -> locks.add(Locks.accessExclusive(other)));
            if (!part.table().equals(table)) {
                gone.add(part.table().constraintPath(part.name()));
            }
        }
        locks.add(Locks.withPartitions(whole, Locks::accessExclusive));
        sql.add("ALTER TABLE %s DROP CONSTRAINT %s"
                .formatted(target.table(table), Quoting.identifier(constraint.name())));
        StepDraft step = StepDraft.transactional(
                table,
                Phase.CONTRACT,
                "drop the %s %s of %s".formatted(constraint.kind().words(), constraint.name(), table.shown()),
                String.join(", ", locks),
                sql,
                Undos.irreversible("CONTRACT only goes forward; it was " + constraint.definition()),
                "a rule goes when nobody of the old shape counts on it");
        return constraint.kind() == ConstraintFacts.Kind.CHECK
                ? step
                : step.removing(gone).unrehearsed();
    }
}
