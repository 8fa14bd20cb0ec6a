package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes a partition out of its table in CONTRACT, with its rows or into a table of its own. Both are metadata, under a short lock on the whole; what foreign keys ask of the rows
 * is proved before and after it.
 */
final class LeavingPartitionPlanner {
    private final TableFacts whole;
    private final TableFacts partition;
    private final DepartingKeys keys;
    private final PlanTarget target;

    private LeavingPartitionPlanner(TableFacts whole, TableFacts partition, DepartingKeys keys, PlanTarget target) {
        this.whole = whole;
        this.partition = partition;
        this.keys = keys;
        this.target = target;
    }

    static OperationPlan detach(DetachPartition operation, Facts facts, PlanTarget target) {
        return plan(operation.getTable(), operation.getPartition(), false, facts, target);
    }

    static OperationPlan drop(DropPartition operation, Facts facts, PlanTarget target) {
        return plan(operation.getTable(), operation.getPartition(), true, facts, target);
    }

    private static OperationPlan plan(String table, String name, boolean drops, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> whole = PartitionChecks.partitioned(facts, TableName.of(table), findings);
        Optional<TableFacts> partition =
                whole.flatMap(found -> PartitionChecks.partition(found, name, facts, findings));
        if (whole.isEmpty() || partition.isEmpty()) {
            return OperationPlan.refused(facts, findings.list());
        }
        DepartingKeys keys = DepartingKeys.of(whole.get(), partition.get(), facts, target, findings);
        LeavingPartitionPlanner planner = new LeavingPartitionPlanner(whole.get(), partition.get(), keys, target);
        planner.check(drops, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        OperationPlan leaving = OperationPlan.of(planner.after(drops, facts), planner.steps(drops, facts))
                .noting(findings.list());
        for (RowQuestion question : keys.questions()) {
            leaving = leaving.asking(question);
        }
        return leaving;
    }

    private List<StepDraft> steps(boolean drops, Facts facts) {
        List<StepDraft> steps = new ArrayList<>(keys.before());
        steps.add(drops ? drop() : detach(facts));
        steps.addAll(keys.after());
        if (!drops) {
            steps.addAll(new DetachedKeys(whole, partition, facts, target).prove());
        }
        return steps;
    }

    private void check(boolean drops, Findings findings) {
        String shown = partition.name().shown();
        findings.expect(
                !partition.isPartitioned(),
                "partition-partitioned",
                "expected %s to hold rows, but it has partitions of its own; take those out first".formatted(shown));
        if (drops) {
            for (String user : partition.traits().users()) {
                findings.refuse(
                        "dependent",
                        "expected nothing else to need %s, but %s does; change or drop that first"
                                .formatted(shown, user));
            }
        }
    }

    /** Up to 13 the server alone would lock the partition less, unless there is more to change about it. */
    private StepDraft detach(Facts facts) {
        List<String> sql = locks(List.of(whole.name(), partition.name()));
        sql.add("ALTER TABLE %s DETACH PARTITION %s"
                .formatted(target.table(whole.name()), target.table(partition.name())));
        DetachedKeys own = new DetachedKeys(whole, partition, facts, target);
        sql.addAll(own.again());
        sql.addAll(keys.putBack());
        List<Foreseen> foreseen = triggersGone(facts);
        foreseen.addAll(own.foreseen());
        foreseen.addAll(keys.foreseen());
        return StepDraft.transactional(
                        whole.name(),
                        Phase.CONTRACT,
                        "take the partition %s out of %s"
                                .formatted(
                                        partition.name().shown(), whole.name().shown()),
                        lock(),
                        sql,
                        Undos.irreversible(
                                "rows that come for a partition that was detached have no place, or another"),
                        "a partition leaves when no application reads its rows by the whole any more")
                .foreseeing(foreseen);
    }

    private StepDraft drop() {
        List<String> sql = locks(List.of(whole.name()));
        sql.add("DROP TABLE " + target.table(partition.name()));
        sql.addAll(keys.putBack());
        List<Foreseen> gone =
                new ArrayList<>(List.of(Foreseen.gone(partition.name().path() + "/*")));
        partition.dependents().stream()
                .filter(dependent -> dependent.kind() == Dependent.Kind.OWN_SEQUENCE)
                .forEach(dependent -> gone.add(Foreseen.gone(
                        "sequence:" + partition.name().sibling(dependent.name()).shown())));
        gone.addAll(keys.foreseen());
        return StepDraft.transactional(
                        whole.name(),
                        Phase.CONTRACT,
                        "drop the partition %s of %s"
                                .formatted(
                                        partition.name().shown(), whole.name().shown()),
                        lock(),
                        sql,
                        Undos.irreversible("a dropped partition's rows are gone"),
                        "a partition goes when nothing needs its rows any more")
                .foreseeing(gone)
                .unrehearsed();
    }

    private String lock() {
        List<String> locks = PartitionFacts.locksOnReferenced(partition, whole, Locks::accessExclusive);
        if (keys.isEmpty()) {
            locks.add(Locks.accessExclusive(whole.name()));
            other().ifPresent(other -> locks.add(Locks.accessExclusive(other)));
            locks.add(Locks.accessExclusive(partition.name()));
        } else {
            keys.tables().forEach(table -> locks.add(Locks.withPartitions(table, Locks::accessExclusive)));
        }
        return locks.stream().distinct().collect(Collectors.joining(", "));
    }

    /** Those that are referred to first, then the whole: as everybody else does. */
    private List<String> locks(List<TableName> leaving) {
        List<String> sql = new ArrayList<>();
        if (!target.rehearsal()) {
            sql.addAll(PartitionFacts.lockReferenced(partition, whole, "ACCESS EXCLUSIVE", target));
        }
        if (keys.isEmpty()) {
            sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                    .formatted(leaving.stream()
                            .map(table -> "ONLY " + target.table(table))
                            .collect(Collectors.joining(", "))));
        }
        sql.addAll(keys.takeAway());
        return sql;
    }

    /** The default partition, whose bounds become wider. */
    private Optional<TableName> other() {
        return PartitionFacts.defaultPartition(whole).filter(each -> !each.equals(partition.name()));
    }

    private List<Foreseen> triggersGone(Facts facts) {
        List<Foreseen> gone = new ArrayList<>();
        for (String trigger : new TreeSet<>(PartitionFacts.shownTriggers(whole, facts))) {
            gone.add(Foreseen.gone(partition.name().path() + "/trigger:" + trigger));
        }
        return gone;
    }

    private Facts after(boolean drops, Facts facts) {
        Facts after = facts.with(
                whole.with(whole.traits().with(whole.traits().partitioning().withoutPartition(partition.name()))));
        return drops ? after.without(partition) : after;
    }
}
