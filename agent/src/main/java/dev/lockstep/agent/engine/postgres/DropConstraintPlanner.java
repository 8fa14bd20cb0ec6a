package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropConstraint;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a check, a foreign key or a unique constraint away in CONTRACT, when nobody of the old shape counts on it. */
final class DropConstraintPlanner {
    private DropConstraintPlanner() {}

    static OperationPlan plan(DropConstraint operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = TableChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ConstraintFacts> constraint =
                table.flatMap(found -> TableChecks.constraint(found, operation.getName(), findings));
        table.ifPresent(found -> constraint.ifPresent(there -> check(found, there, findings)));
        if (table.isEmpty() || constraint.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = step(table.get().name(), constraint.get(), target);
        return OperationPlan.of(facts.with(table.get().withoutConstraint(operation.getName())), List.of(step))
                .noting(findings.list());
    }

    private static void check(TableFacts table, ConstraintFacts constraint, Findings findings) {
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
                IndexFacts index = table.indexes().get(constraint.name());
                for (String user : index == null ? List.<String>of() : index.users()) {
                    findings.refuse(
                            "dependent",
                            "expected nothing to need %s, but %s does; change that first".formatted(shown, user));
                }
            }
            case CHECK, FOREIGN_KEY, EXCLUSION -> {}
        }
    }

    private static StepDraft step(TableName table, ConstraintFacts constraint, PlanTarget target) {
        List<String> sql = new ArrayList<>();
        String lock = Locks.accessExclusive(table);
        for (TableName other : constraint.referenced()) {
            if (!other.equals(table)) {
                sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(target.table(other)));
                lock = Locks.both(Locks.accessExclusive(other), lock);
            }
        }
        sql.add("ALTER TABLE %s DROP CONSTRAINT %s"
                .formatted(target.table(table), Quoting.identifier(constraint.name())));
        StepDraft step = StepDraft.transactional(
                table,
                Phase.CONTRACT,
                "drop the %s %s of %s".formatted(constraint.kind().words(), constraint.name(), table.shown()),
                lock,
                sql,
                Undos.irreversible("CONTRACT only goes forward; it was " + constraint.definition()),
                "a rule goes when nobody of the old shape counts on it");
        return constraint.kind() == ConstraintFacts.Kind.CHECK
                ? step
                : step.removing(List.of(table.constraintPath(constraint.name())))
                        .unrehearsed();
    }
}
