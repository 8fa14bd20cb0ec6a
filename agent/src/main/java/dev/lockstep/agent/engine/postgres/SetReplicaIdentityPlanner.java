package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetReplicaIdentity;
import java.util.List;
import java.util.Optional;

/** Says how logical replication finds the old row of an update: the catalog only. */
final class SetReplicaIdentityPlanner {
    private SetReplicaIdentityPlanner() {}

    static OperationPlan plan(SetReplicaIdentity operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        String words = words(operation);
        Optional<TableFacts> table = TableChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> check(found, operation, words, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName name = table.get().name();
        String alter = "ALTER TABLE %s REPLICA IDENTITY ".formatted(target.table(name));
        StepDraft step = StepDraft.transactional(
                        name,
                        Phase.EXPAND,
                        "set the replica identity of %s to %s".formatted(name.shown(), words),
                        Locks.accessExclusive(name),
                        List.of(alter + words),
                        Undos.transactional(alter + table.get().traits().replicaIdentity()),
                        "what is replicated is said before writers rely on it")
                .foreseeing(List.of(Foreseen.changed(
                        name.path(),
                        live -> TableText.of(live)
                                .withIdentity(words, operation.getIndex())
                                .definition())))
                .unrehearsed();
        return OperationPlan.of(facts, List.of(step)).noting(findings.list());
    }

    private static void check(TableFacts table, SetReplicaIdentity operation, String words, Findings findings) {
        findings.expect(
                !table.fresh(),
                "table-fresh",
                "expected %s to be there before this change, but an operation before this one makes it; do this in a later change"
                        .formatted(table.name().shown()));
        findings.expect(
                !words.equals(table.traits().replicaIdentity()),
                "no-effect",
                "expected another replica identity of %s than %s, which it has already; take this operation out"
                        .formatted(table.name().shown(), words));
        if (!operation.getIndex().isEmpty()) {
            TableChecks.index(table, operation.getIndex(), findings)
                    .ifPresent(index -> findings.expect(
                            index.isKeyOf(table),
                            "index-no-key",
                            "expected the index %s of %s to be unique, valid, complete, and over NOT NULL columns, but it is not; choose another"
                                    .formatted(index.name(), table.name().shown())));
        } else if (operation.getIdentity() == dev.lockstep.v1.ReplicaIdentity.REPLICA_IDENTITY_NOTHING) {
            findings.expect(
                    table.publications().isEmpty(),
                    "published",
                    "expected %s to be published by nobody, because without a replica identity each update fails, but %s do; keep one"
                            .formatted(table.name().shown(), String.join(", ", table.publications())));
        }
    }

    private static String words(SetReplicaIdentity operation) {
        return switch (operation.getIdentity()) {
            case REPLICA_IDENTITY_FULL -> "FULL";
            case REPLICA_IDENTITY_NOTHING -> "NOTHING";
            case REPLICA_IDENTITY_INDEX -> "USING INDEX " + Quoting.identifier(operation.getIndex());
            case REPLICA_IDENTITY_DEFAULT, UNRECOGNIZED -> "DEFAULT";
        };
    }
}
