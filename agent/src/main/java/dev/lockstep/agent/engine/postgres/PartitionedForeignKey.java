package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a foreign key of a partitioned table, which before 18 no server takes unproved: each partition gets it, unproved and then proved by itself; then the whole, which
 * takes those over and scans nothing.
 */
final class PartitionedForeignKey {
    private final Rule rule;
    private final TableFacts whole;
    private final TableFacts referenced;
    private final TableName parent;
    private final PlanTarget target;

    /**
     * Of a whole.
     *
     * @param referenced the table that it refers to, which may be partitioned; it is locked first, as everybody else does
     */
    PartitionedForeignKey(Rule rule, TableFacts whole, TableFacts referenced, PlanTarget target) {
        this.rule = rule;
        this.whole = whole;
        this.referenced = referenced;
        this.parent = referenced.name();
        this.target = target;
    }

    List<StepDraft> inOrder() {
        List<TableName> leaves = whole.traits().partitioning().leaves().stream()
                .map(Partition::table)
                .toList();
        List<StepDraft> steps = new ArrayList<>(List.of(look()));
        leaves.forEach(leaf -> steps.add(add(leaf)));
        leaves.forEach(leaf -> steps.add(prove(leaf)));
        steps.add(NewPartitions.lookForLarge(
                whole,
                rule.phase(),
                "which have " + rule.name(),
                "the whole takes over what its partitions have, and would prove the rest under its lock",
                target));
        steps.add(addToWhole(leaves));
        return steps;
    }

    /** The node afterwards. */
    Facts after(Facts facts, ConstraintFacts added) {
        Facts after = PartitionFacts.each(whole, facts, table -> table.withConstraint(added));
        Partitioning tree = whole.traits().partitioning();
        for (TableName partition : whole.traits().partitioning().tables()) {
            tree = tree.withConstraintPart(
                    rule.name(), new Partitioning.ConstraintPart(partition, rule.name(), List.of(parent)));
        }
        for (TableName part : referenced.traits().partitioning().tables()) {
            tree = tree.withConstraintPart(
                    rule.name(), new Partitioning.ConstraintPart(whole.name(), rule.name(), List.of(part)));
        }
        TableFacts grown = after.table(whole.name()).orElseThrow();
        return after.with(grown.with(grown.traits().with(tree)));
    }

    private StepDraft look() {
        return StepDraft.check(
                whole.name(),
                rule.phase(),
                "look for rows of %s that break %s".formatted(whole.name().shown(), rule.name()),
                Check.newBuilder()
                        .setQuery(rule.offenders())
                        .setExpectation("every row of %s keeps %s"
                                .formatted(whole.name().shown(), rule.name()))
                        .build(),
                "rows are looked at before a rule is added, so that a failure names them");
    }

    private StepDraft add(TableName leaf) {
        return StepDraft.transactional(
                leaf,
                rule.phase(),
                "add %s to %s, unproved".formatted(rule.name(), leaf.shown()),
                Locks.both(Locks.withPartitions(referenced, Locks::shareRowExclusive), Locks.shareRowExclusive(leaf)),
                List.of(lockParent("SHARE ROW EXCLUSIVE"), addSql(leaf) + " NOT VALID"),
                Undos.transactional(lockParent("ACCESS EXCLUSIVE"), dropSql(leaf)),
                "a rule is added unproved, which needs no scan, and to each partition by itself");
    }

    /** Undone together with the rule. */
    private StepDraft prove(TableName leaf) {
        List<String> locks = new ArrayList<>(List.of(Locks.rowShare(parent)));
        referenced.traits().partitioning().tables().forEach(part -> locks.add(Locks.accessShare(part)));
        locks.add(Locks.shareUpdateExclusive(leaf));
        return StepDraft.autonomous(
                leaf,
                rule.phase(),
                "prove that every row of %s keeps %s".formatted(leaf.shown(), rule.name()),
                String.join(", ", locks),
                List.of(alter(leaf) + "VALIDATE CONSTRAINT " + Quoting.identifier(rule.name())),
                List.of(),
                Undo.getDefaultInstance(),
                "a rule is proved by scans that block neither readers nor writers, one partition at a time");
    }

    /** Where both are partitioned, servers ask for ACCESS EXCLUSIVE on some of the partitions, each version on others: so it is all of them. */
    private StepDraft addToWhole(List<TableName> leaves) {
        boolean both = referenced.isPartitioned();
        List<String> sql = new ArrayList<>(List.of(lockParent("ACCESS EXCLUSIVE")));
        if (both) {
            sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(target.table(whole.name())));
        }
        sql.add(addSql(whole.name()));
        return StepDraft.transactional(
                whole.name(),
                rule.phase(),
                "add %s to %s, of what its partitions have"
                        .formatted(rule.name(), whole.name().shown()),
                Locks.both(
                        Locks.withPartitions(referenced, Locks::accessExclusive),
                        Locks.withPartitions(whole, both ? Locks::accessExclusive : Locks::shareRowExclusive)),
                sql,
                Undos.takingAlong(
                        Undos.transactional(lockParent("ACCESS EXCLUSIVE"), dropSql(whole.name())),
                        leaves.stream()
                                .map(leaf -> leaf.constraintPath(rule.name()))
                                .toList()),
                "what is proved of all partitions is true of the whole, without a scan");
    }

    private String lockParent(String mode) {
        return "LOCK TABLE %s IN %s MODE".formatted(target.table(parent), mode);
    }

    private String addSql(TableName table) {
        return alter(table) + "ADD CONSTRAINT %s %s".formatted(Quoting.identifier(rule.name()), rule.definition());
    }

    private String dropSql(TableName table) {
        return alter(table) + "DROP CONSTRAINT IF EXISTS " + Quoting.identifier(rule.name());
    }

    private String alter(TableName table) {
        return "ALTER TABLE %s ".formatted(target.table(table));
    }
}
