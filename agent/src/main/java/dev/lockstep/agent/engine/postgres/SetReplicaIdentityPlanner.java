package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetReplicaIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says how logical replication finds the old row of an update: the catalog only. Of a partitioned table it is said of each partition, because rows are found there, and of the
 * whole, as which subscribers may know it.
 */
final class SetReplicaIdentityPlanner {
    private final SetReplicaIdentity operation;
    private final TableFacts whole;
    private final Facts facts;
    private final PlanTarget target;

    private SetReplicaIdentityPlanner(SetReplicaIdentity operation, TableFacts whole, Facts facts, PlanTarget target) {
        this.operation = operation;
        this.whole = whole;
        this.facts = facts;
        this.target = target;
    }

    static OperationPlan plan(SetReplicaIdentity operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> new SetReplicaIdentityPlanner(operation, found, facts, target).check(findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = new SetReplicaIdentityPlanner(operation, table.get(), facts, target).step();
        return OperationPlan.of(facts, List.of(step)).noting(findings.list());
    }

    private StepDraft step() {
        List<TableFacts> changed = changed();
        return StepDraft.transactional(
                        whole.name(),
                        Phase.EXPAND,
                        "set the replica identity of %s to %s"
                                .formatted(whole.name().shown(), words(whole)),
                        changed.stream()
                                .map(table -> Locks.accessExclusive(table.name()))
                                .collect(Collectors.joining(", ")),
                        changed.stream()
                                .map(table -> alter(table) + words(table))
                                .toList(),
                        Undos.transactional(changed.stream()
                                .map(table -> alter(table) + table.traits().replicaIdentity())
                                .toArray(String[]::new)),
                        "what is replicated is said before writers rely on it")
                .foreseeing(changed.stream().map(this::foreseen).toList())
                .unrehearsed();
    }

    /** The whole and its partitions, without those that have it already. */
    private List<TableFacts> changed() {
        return PartitionFacts.whole(whole, facts).stream()
                .filter(table -> !words(table).equals(table.traits().replicaIdentity()))
                .toList();
    }

    private String alter(TableFacts table) {
        return "ALTER TABLE %s REPLICA IDENTITY ".formatted(target.table(table.name()));
    }

    private Foreseen foreseen(TableFacts table) {
        return Foreseen.changed(
                table.name().path(),
                live -> TableText.of(live)
                        .withIdentity(words(table), index(table))
                        .definition());
    }

    private void check(Findings findings) {
        String shown = whole.name().shown();
        boolean fresh = whole.fresh()
                || whole.traits().partitioning().tables().stream()
                        .anyMatch(part -> facts.table(part).isEmpty()
                                || facts.arrival(part).isPresent());
        findings.expect(
                !fresh,
                "table-fresh",
                "expected %s to be there before this change, with all its partitions, but an operation before this one makes it, or one of them; do this in a later change"
                        .formatted(shown));
        findings.expect(
                !changed().isEmpty(),
                "no-effect",
                "expected another replica identity of %s than %s, which it has already; take this operation out"
                        .formatted(shown, words(whole)));
        if (!operation.getIndex().isEmpty()) {
            TableChecks.index(whole, operation.getIndex(), findings)
                    .ifPresent(index -> findings.expect(
                            index.isKeyOf(whole),
                            "index-no-key",
                            "expected the index %s of %s to be unique, valid, complete, and over NOT NULL columns, but it is not; choose another"
                                    .formatted(index.name(), shown)));
        } else if (operation.getIdentity() == dev.lockstep.v1.ReplicaIdentity.REPLICA_IDENTITY_NOTHING) {
            for (TableFacts table : PartitionFacts.whole(whole, facts)) {
                findings.expect(
                        table.publications().isEmpty(),
                        "published",
                        "expected %s to be published by nobody, because without a replica identity each update fails, but %s do; keep one"
                                .formatted(table.name().shown(), String.join(", ", table.publications())));
            }
        }
    }

    private String words(TableFacts table) {
        return switch (operation.getIdentity()) {
            case REPLICA_IDENTITY_FULL -> "FULL";
            case REPLICA_IDENTITY_NOTHING -> "NOTHING";
            case REPLICA_IDENTITY_INDEX -> "USING INDEX " + Quoting.identifier(index(table));
            case REPLICA_IDENTITY_DEFAULT, UNRECOGNIZED -> "DEFAULT";
        };
    }

    /** The index, or the one of a partition that belongs to it. */
    private String index(TableFacts table) {
        return whole.traits().partitioning().partsOf(operation.getIndex()).stream()
                .filter(part -> part.table().equals(table.name()))
                .map(Partitioning.IndexPart::name)
                .findFirst()
                .orElse(operation.getIndex());
    }
}
