package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a table that is there a partition. What the server would do with its rows while nobody can use it comes first, where it blocks nobody: indexes are built, keys and rules of
 * the whole are added and proved, and checks prove that every row is within the bounds, and none of the default partition is. Attaching then reads nothing.
 */
final class AttachPartitionPlanner {
    private final TableFacts whole;
    private final TableFacts coming;
    private final Arrival arrival;
    private final String values;
    private final PlanTarget target;
    private final List<StepDraft> steps = new ArrayList<>();
    private final List<RowQuestion> questions = new ArrayList<>();
    private final List<BoundProof> proofs = new ArrayList<>();
    private final List<TableName> referring = new ArrayList<>();

    private AttachPartitionPlanner(
            TableFacts whole, TableFacts coming, Arrival arrival, String values, PlanTarget target) {
        this.whole = whole;
        this.coming = coming;
        this.arrival = arrival;
        this.values = values;
        this.target = target;
    }

    static OperationPlan plan(AttachPartition operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        PartitionBounds.check(operation.getValues(), findings);
        Optional<TableFacts> whole = PartitionChecks.partitioned(facts, TableName.of(operation.getTable()), findings);
        TableName name = PartitionChecks.named(TableName.of(operation.getTable()), operation.getPartition());
        Optional<TableFacts> coming = TableChecks.usable(facts, name, findings);
        Optional<Arrival> arrival = facts.arrival(name);
        if (whole.isEmpty() || coming.isEmpty() || arrival.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return new AttachPartitionPlanner(whole.get(), coming.get(), arrival.get(), operation.getValues(), target)
                .plan(facts, findings);
    }

    private OperationPlan plan(Facts facts, Findings findings) {
        ArrivalChecks.check(whole, coming, arrival, values, facts, findings);
        AttachedIndexes indexes = AttachedIndexes.of(whole, coming, facts, target, findings);
        AttachedRules rules = AttachedRules.of(whole, coming, target, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        ReferringKey.tables(whole, ReferringKey.of(whole, facts)).forEach(table -> referring.add(table.name()));
        questions.addAll(indexes.questions());
        questions.addAll(rules.questions());
        steps.addAll(indexes.steps());
        steps.addAll(rules.steps());
        arrival.bound().condition(whole.name()).ifPresent(bound -> prove(bound, facts));
        steps.add(attach(facts));
        OperationPlan plan =
                OperationPlan.of(after(indexes, rules, facts), steps).noting(findings.list());
        for (RowQuestion question : questions) {
            plan = plan.asking(question);
        }
        return plan;
    }

    /** The default partition comes last: from then on, and until the table is attached, rows within the bounds have no place. */
    private void prove(String bound, Facts facts) {
        proofs.add(BoundProof.within(coming, bound, target));
        PartitionFacts.defaultPartition(whole)
                .flatMap(facts::table)
                .ifPresent(other -> proofs.add(BoundProof.outside(other, coming.name(), bound, phase(), target)));
        for (BoundProof proof : proofs) {
            questions.add(proof.question());
            steps.addAll(proof.inOrder());
        }
    }

    /** The way back would let the server look for rows that refer to the partition, in all tables that do, while nobody can use them. So there is none. */
    private Phase phase() {
        return referring.isEmpty() ? Phase.EXPAND : Phase.CONTRACT;
    }

    private Undo wayBack() {
        if (!referring.isEmpty()) {
            return Undos.irreversible("rows of %s may refer to its rows"
                    .formatted(String.join(
                            ", ", referring.stream().map(TableName::shown).toList())));
        }
        List<String> alongs =
                proofs.stream().flatMap(proof -> proof.paths().stream()).toList();
        return Undos.losing(
                Undos.takingAlong(Undos.transactional(undo()), alongs),
                "rows that came into %s by %s: they stay in that table alone"
                        .formatted(coming.name().shown(), whole.name().shown()));
    }

    private StepDraft attach(Facts facts) {
        return StepDraft.transactional(
                        whole.name(),
                        phase(),
                        "attach %s to %s"
                                .formatted(coming.name().shown(), whole.name().shown()),
                        lock(),
                        sql(),
                        wayBack(),
                        "what the server must know of the rows is proved, so attaching reads nothing")
                .foreseeing(new TreeSet<>(PartitionFacts.shownTriggers(whole, facts))
                        .stream()
                                .map(trigger -> Foreseen.like(
                                        coming.name().path() + "/trigger:" + trigger,
                                        whole.name().path() + "/trigger:" + trigger))
                                .toList());
    }

    private String lock() {
        List<String> locks = PartitionFacts.locksOnReferenced(whole, whole, Locks::accessExclusive);
        locks.add(Locks.shareUpdateExclusive(whole.name()));
        locks.add(Locks.accessExclusive(coming.name()));
        proofs.stream()
                .map(BoundProof::table)
                .filter(table -> !table.name().equals(coming.name()))
                .forEach(other -> locks.add(Locks.withPartitions(other, Locks::accessExclusive)));
        referring.forEach(other -> locks.add(Locks.shareRowExclusive(other)));
        return locks.stream().distinct().collect(Collectors.joining(", "));
    }

    /** When the foreign key of the whole takes over that of the table, triggers of the latter go from both tables. */
    private List<String> lockReferenced() {
        return target.rehearsal() ? List.of() : PartitionFacts.lockReferenced(whole, whole, "ACCESS EXCLUSIVE", target);
    }

    /** The checks have done their work once it is attached, and go under the locks that are held already. */
    private List<String> sql() {
        List<String> sql = new ArrayList<>(lockReferenced());
        if (!target.rehearsal() && !referring.isEmpty()) {
            sql.add("LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE".formatted(target.table(whole.name())));
            referring.forEach(
                    other -> sql.add("LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE".formatted(target.table(other))));
        }
        sql.add("ALTER TABLE %s ATTACH PARTITION %s %s"
                .formatted(target.table(whole.name()), target.table(coming.name()), PartitionBounds.clause(values)));
        proofs.forEach(proof -> sql.add(proof.drop()));
        return sql;
    }

    private String[] undo() {
        List<String> sql = new ArrayList<>(lockReferenced());
        sql.add("LOCK TABLE ONLY %s, ONLY %s IN ACCESS EXCLUSIVE MODE"
                .formatted(target.table(whole.name()), target.table(coming.name())));
        sql.add("ALTER TABLE %s DETACH PARTITION %s"
                .formatted(target.table(whole.name()), target.table(coming.name())));
        return sql.toArray(String[]::new);
    }

    private Facts after(AttachedIndexes indexes, AttachedRules rules, Facts facts) {
        Partition made = new Partition(coming.name(), whole.name(), "", PartitionBounds.clause(values), false);
        Partitioning tree =
                rules.joined(indexes.joined(whole.traits().partitioning().withPartition(made)));
        return indexes.named(facts.with(whole.with(whole.traits().with(tree)))
                .with(rules.added(indexes.added(coming)).asPartition()));
    }
}
