package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of type that leaves rows and indexes as they are stored, of a partitioned table in all partitions at once. The server would prove checks of the column again,
 * with a scan while nobody can use the table, so they are added again unproved and proved by themselves.
 */
final class InPlaceChange {
    private final TableFacts table;
    private final List<TableFacts> all;
    private final ColumnFacts column;
    private final String type;
    private final PlanTarget target;

    /**
     * Of a table with its partitions.
     *
     * @param type in the server's words
     */
    InPlaceChange(TableFacts table, ColumnFacts column, String type, Facts facts, PlanTarget target) {
        this.table = table;
        this.all = PartitionFacts.whole(table, facts);
        this.column = column;
        this.type = type;
        this.target = target;
    }

    /** Whether no index has to be built anew. */
    boolean isPossible() {
        return new TypePair(column.type(), type).isInPlace() && rebuilt().isEmpty();
    }

    /** Whether the server notes the type, and only an index would have to be built anew. */
    Optional<String> rebuilt() {
        return all.stream()
                .flatMap(one -> one.dependentsOf(column.name()).stream()
                        .filter(dependent -> dependent.kind() == Dependent.Kind.INDEX)
                        .filter(dependent -> isRebuilt(one, one.indexes().get(dependent.name())))
                        .map(Dependent::name))
                .findFirst();
    }

    /** The server does that for every expression and predicate, and for the parts of a partitioned index, because the whole has no data that it could keep. */
    private static boolean isRebuilt(TableFacts one, @Nullable IndexFacts index) {
        return one.isPartitioned()
                || index == null
                || !index.whole()
                || index.columns().contains("");
    }

    void check(Facts facts, Findings findings) {
        for (TableFacts one : all) {
            for (Dependent dependent : one.dependentsOf(column.name())) {
                findings.expect(
                        bearsIt(one, dependent),
                        "dependent",
                        "expected nothing to need the type of %s.%s, but %s does; change or drop that first"
                                .formatted(one.name().shown(), column.name(), dependent.description()));
            }
            if (findings.anyRefusal()) {
                return; // what the whole has, its partitions mostly have too
            }
        }
        findings.note(
                "statistics-lost",
                "the server forgets what it knows of the values of %s when its type changes, and plans badly until it has looked again; once CONTRACT is through run: ANALYZE %s (%s)"
                        .formatted(column.name(), table.name().sql(), Quoting.identifier(column.name())));
        DropColumnPlanner.noteMentions(table.name().shown(), column.name(), facts, findings);
    }

    private static boolean bearsIt(TableFacts one, Dependent dependent) {
        return switch (dependent.kind()) {
            case INDEX, OWN_CHECK, OWN_UNIQUE, STATISTICS -> true;
            case OWN_RULE ->
                kindOf(one, dependent) == ConstraintFacts.Kind.UNIQUE
                        || kindOf(one, dependent) == ConstraintFacts.Kind.PRIMARY_KEY
                        || kindOf(one, dependent) == ConstraintFacts.Kind.CHECK;
            case OWN_SEQUENCE, REFERRER, GENERATED, OTHER -> false;
        };
    }

    private static ConstraintFacts.Kind kindOf(TableFacts one, Dependent dependent) {
        ConstraintFacts constraint = one.constraints().get(dependent.name());
        return constraint == null ? ConstraintFacts.Kind.OTHER : constraint.kind();
    }

    /** Readers that do not know longer values must be gone, and there is no cheap way back; so it waits for CONTRACT. */
    List<StepDraft> steps() {
        Map<TableFacts, List<ConstraintFacts>> checks = checks();
        List<String> sql = new ArrayList<>();
        checks.forEach((one, own) ->
                own.forEach(check -> sql.add(alter(one) + "DROP CONSTRAINT " + Quoting.identifier(check.name()))));
        // Without its collation said again, the column would get the type's own, and every index on it would be built
        // anew.
        sql.add(alter(table)
                + "ALTER COLUMN %s TYPE %s%s"
                        .formatted(Quoting.identifier(column.name()), type, column.collationFor(type)));
        checks.forEach((one, own) -> own.forEach(check -> sql.add(alter(one)
                + "ADD CONSTRAINT %s %s NOT VALID".formatted(Quoting.identifier(check.name()), check.definition()))));
        checks.forEach((one, own) -> sql.addAll(Keepsake.ofConstraints(
                one, own.stream().map(ConstraintFacts::name).toList(), target)));
        List<StepDraft> steps = new ArrayList<>();
        steps.add(StepDraft.transactional(
                table.name(),
                Phase.CONTRACT,
                "make %s of %s %s".formatted(column.name(), table.name().shown(), type),
                Locks.withPartitions(table, Locks::accessExclusive),
                sql,
                Undos.irreversible("the old type does not hold what may be written from now on"),
                "values that an old reader does not know come when there is none"));
        checks.forEach((one, own) -> own.forEach(check -> steps.addAll(prove(one, check))));
        return steps;
    }

    private List<StepDraft> prove(TableFacts one, ConstraintFacts check) {
        List<StepDraft> proofs = one.isPartitioned()
                ? PartitionProofs.of(
                        one,
                        table.traits().partitioning().below(one.name()),
                        check.name(),
                        of -> "that every row of " + of + " keeps " + check.name(),
                        Phase.CONTRACT,
                        target)
                : List.of(StepDraft.autonomous(
                        one.name(),
                        Phase.CONTRACT,
                        "prove that every row of %s keeps %s"
                                .formatted(one.name().shown(), check.name()),
                        Locks.shareUpdateExclusive(one.name()),
                        List.of(alter(one) + "VALIDATE CONSTRAINT " + Quoting.identifier(check.name())),
                        List.of(),
                        Undo.getDefaultInstance(),
                        "a rule is proved by a scan that blocks neither readers nor writers"));
        return proofs.stream()
                .map(proof -> proof.forwardOnly("CONTRACT only goes forward: a proof changes nothing"))
                .toList();
    }

    private String alter(TableFacts one) {
        return "ALTER TABLE %s ".formatted(target.table(one.name()));
    }

    /** Those that are proved, each where it was given; one that is not proved stays as it is. */
    private Map<TableFacts, List<ConstraintFacts>> checks() {
        Map<TableFacts, List<ConstraintFacts>> checks = new LinkedHashMap<>();
        for (TableFacts one : all) {
            List<ConstraintFacts> own = one.constraints().values().stream()
                    .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.CHECK)
                    .filter(constraint -> constraint.columns().contains(column.name()))
                    .filter(constraint -> !constraint.definition().endsWith(" NOT VALID"))
                    .filter(constraint -> !isInherited(one, constraint))
                    .sorted(Comparator.comparing(ConstraintFacts::name))
                    .toList();
            if (!own.isEmpty()) {
                checks.put(one, own);
            }
        }
        return checks;
    }

    /** A check of the whole is one of each partition under the same name, and comes and goes with it. */
    private boolean isInherited(TableFacts one, ConstraintFacts check) {
        return table.traits().partitioning().partitions().stream()
                .filter(partition -> partition.table().equals(one.name()))
                .flatMap(partition -> all.stream().filter(other -> other.name().equals(partition.parent())))
                .anyMatch(parent -> parent.constraints().containsKey(check.name()));
    }
}
