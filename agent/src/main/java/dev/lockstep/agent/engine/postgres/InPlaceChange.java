package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of type that leaves rows and indexes as they are stored. The server would prove checks of the column again, with a scan while nobody can use the
 * table, so they are added again unproved and proved by themselves.
 *
 * @param type in the server's words
 */
record InPlaceChange(TableFacts table, ColumnFacts column, String type, PlanTarget target) {

    /** Whether no index has to be built anew: the server does that for every expression and predicate. */
    boolean isPossible() {
        return new TypePair(column.type(), type).isInPlace()
                && table.dependentsOf(column.name()).stream()
                        .filter(dependent -> dependent.kind() == Dependent.Kind.INDEX)
                        .map(dependent -> table.indexes().get(dependent.name()))
                        .allMatch(index -> index != null
                                && index.whole()
                                && !index.columns().contains(""));
    }

    void check(Facts facts, Findings findings) {
        for (Dependent dependent : table.dependentsOf(column.name())) {
            boolean bearsIt = switch (dependent.kind()) {
                case INDEX, OWN_CHECK, OWN_UNIQUE, STATISTICS -> true;
                case OWN_RULE ->
                    kindOf(dependent) == ConstraintFacts.Kind.UNIQUE
                            || kindOf(dependent) == ConstraintFacts.Kind.PRIMARY_KEY
                            || kindOf(dependent) == ConstraintFacts.Kind.CHECK;
                case OWN_SEQUENCE, REFERRER, GENERATED, OTHER -> false;
            };
            findings.expect(
                    bearsIt,
                    "dependent",
                    "expected nothing to need the type of %s.%s, but %s does; change or drop that first"
                            .formatted(table.name().shown(), column.name(), dependent.description()));
        }
        DropColumnPlanner.noteMentions(table.name().shown(), column.name(), facts, findings);
    }

    private ConstraintFacts.Kind kindOf(Dependent dependent) {
        ConstraintFacts constraint = table.constraints().get(dependent.name());
        return constraint == null ? ConstraintFacts.Kind.OTHER : constraint.kind();
    }

    /** Readers that do not know longer values must be gone, and there is no cheap way back; so it waits for CONTRACT. */
    List<StepDraft> steps() {
        List<ConstraintFacts> checks = checks();
        String alter = "ALTER TABLE %s ".formatted(target.table(table.name()));
        List<String> sql = new ArrayList<>();
        checks.forEach(check -> sql.add(alter + "DROP CONSTRAINT " + Quoting.identifier(check.name())));
        // Without its collation said again, the column would get the type's own, and every index on it would be built
        // anew.
        sql.add(alter
                + "ALTER COLUMN %s TYPE %s%s"
                        .formatted(Quoting.identifier(column.name()), type, column.collationFor(type)));
        checks.forEach(check -> sql.add(alter
                + "ADD CONSTRAINT %s %s NOT VALID".formatted(Quoting.identifier(check.name()), check.definition())));
        List<StepDraft> steps = new ArrayList<>();
        steps.add(StepDraft.transactional(
                table.name(),
                Phase.CONTRACT,
                "make %s of %s %s".formatted(column.name(), table.name().shown(), type),
                Locks.accessExclusive(table.name()),
                sql,
                Undos.irreversible("the old type does not hold what may be written from now on"),
                "values that an old reader does not know come when there is none"));
        checks.forEach(check -> steps.add(prove(check, alter)));
        return steps;
    }

    private StepDraft prove(ConstraintFacts check, String alter) {
        return StepDraft.autonomous(
                table.name(),
                Phase.CONTRACT,
                "prove that every row of %s keeps %s".formatted(table.name().shown(), check.name()),
                Locks.shareUpdateExclusive(table.name()),
                List.of(alter + "VALIDATE CONSTRAINT " + Quoting.identifier(check.name())),
                List.of(),
                Undos.irreversible("CONTRACT only goes forward: a proof changes nothing"),
                "a rule is proved by a scan that blocks neither readers nor writers");
    }

    /** Those that are proved; one that is not stays as it is. */
    private List<ConstraintFacts> checks() {
        return table.constraints().values().stream()
                .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.CHECK)
                .filter(constraint -> constraint.columns().contains(column.name()))
                .filter(constraint -> !constraint.definition().endsWith(" NOT VALID"))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }
}
