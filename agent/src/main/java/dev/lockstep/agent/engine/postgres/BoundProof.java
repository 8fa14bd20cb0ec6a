package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A check that proves which rows a table has, so that the server need not read them all while it holds a lock. It goes when the partition has come or left.
 *
 * @param name of the check
 * @param condition that its rows keep
 * @param what it says of them, such as {@code within its bounds}
 * @param code of the finding when there are others
 * @param broken what is said then
 * @param phase where it is made
 */
record BoundProof(
        TableFacts table,
        String name,
        String condition,
        String what,
        String code,
        String broken,
        Phase phase,
        PlanTarget target) {

    /** That all rows of a table are within its bounds. */
    static BoundProof within(TableFacts coming, String bound, PlanTarget target) {
        return new BoundProof(
                coming,
                HelperNames.bound(coming.name(), ""),
                bound,
                "within its bounds",
                "bound-broken",
                "expected every row of %s to be within its bounds, found some that are not; move or correct them first"
                        .formatted(coming.name().shown()),
                Phase.EXPAND,
                target);
    }

    /**
     * That the default partition has none of the rows that belong to another one.
     *
     * @param phase in which the other one comes: rows within its bounds have no place in between
     */
    static BoundProof outside(TableFacts other, TableName coming, String bound, Phase phase, PlanTarget target) {
        return new BoundProof(
                other,
                HelperNames.bound(other.name(), coming.name()),
                "NOT (" + bound + ")",
                "outside of the bounds of " + coming.shown(),
                "default-partition",
                "expected every row of the default partition %s to be outside of the bounds of %s, found some that belong there; move them first"
                        .formatted(other.name().shown(), coming.shown()),
                phase,
                target);
    }

    /** That no row of a table refers to a partition that is to leave. */
    static BoundProof away(ReferringKey key, TableName leaving, String bound, PlanTarget target) {
        TableFacts table = key.table();
        String complete = key.own().columns().stream()
                .map(column -> Quoting.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return new BoundProof(
                table,
                HelperNames.departure(table.name(), key.own().constraint(), leaving),
                "NOT (%s%s)".formatted(complete, bound.isEmpty() ? "" : " AND (" + bound + ")"),
                "away from %s by %s".formatted(leaving.shown(), key.own().constraint()),
                "still-referenced",
                "expected no row of %s to refer to %s (%s), because that is to leave, found some that do; change or delete them first"
                        .formatted(
                                table.name().shown(), leaving.shown(), key.own().constraint()),
                Phase.CONTRACT,
                target);
    }

    RowQuestion question() {
        return new RowQuestion(offenders(), code, broken);
    }

    List<StepDraft> inOrder() {
        List<StepDraft> steps = new ArrayList<>(List.of(look(), add()));
        if (table.isPartitioned()) {
            steps.addAll(
                    PartitionProofs.of(table, name, of -> "that every row of " + of + " is " + what, phase, target));
        } else {
            steps.add(prove());
        }
        return steps;
    }

    /** Takes it away. */
    String drop() {
        return "ALTER TABLE %s DROP CONSTRAINT %s".formatted(target.table(table.name()), Quoting.identifier(name));
    }

    /** A step that takes it away when nothing hangs on it any more. */
    StepDraft dropInItsTurn(String reason) {
        return StepDraft.transactional(
                table.name(),
                phase,
                "let the check go that every row of %s is %s"
                        .formatted(table.name().shown(), what),
                Locks.withPartitions(table, Locks::accessExclusive),
                List.of(drop()),
                Undos.irreversible("CONTRACT only goes forward"),
                reason);
    }

    /** Where the catalog shows it. */
    List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(table.name().constraintPath(name)));
        table.traits().partitioning().tables().forEach(part -> paths.add(part.constraintPath(name)));
        return paths;
    }

    private String offenders() {
        return Rule.sample(table, target.table(table.name()), "", "NOT (%s)".formatted(condition));
    }

    private StepDraft look() {
        return StepDraft.check(
                table.name(),
                phase,
                "look for rows of %s that are not %s".formatted(table.name().shown(), what),
                Check.newBuilder()
                        .setQuery(offenders())
                        .setExpectation(
                                "every row of %s is %s".formatted(table.name().shown(), what))
                        .build(),
                "rows are looked at before a rule is added, so that a failure names them");
    }

    private StepDraft add() {
        return StepDraft.transactional(
                table.name(),
                phase,
                "keep every row of %s %s".formatted(table.name().shown(), what),
                Locks.withPartitions(table, Locks::accessExclusive),
                List.of("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s) NOT VALID"
                        .formatted(target.table(table.name()), Quoting.identifier(name), condition)),
                Undos.transactional("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s"
                        .formatted(target.table(table.name()), Quoting.identifier(name))),
                "a rule is added unproved, which needs no scan");
    }

    /** Undone together with the rule. */
    private StepDraft prove() {
        return StepDraft.autonomous(
                table.name(),
                phase,
                "prove that every row of %s is %s".formatted(table.name().shown(), what),
                Locks.shareUpdateExclusive(table.name()),
                List.of("ALTER TABLE %s VALIDATE CONSTRAINT %s"
                        .formatted(target.table(table.name()), Quoting.identifier(name))),
                List.of(),
                Undo.getDefaultInstance(),
                "a rule is proved by a scan that blocks neither readers nor writers");
    }
}
