package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Foreign keys to partitioned tables that a partition has from its whole when it is detached. Servers differ in what they leave of those: 12 leaves them without what guards
 * the rows that they refer to, 13 and 14 take them away, later ones keep them. So they are made anew.
 */
final class DetachedKeys {
    private static final String UNPROVED = " NOT VALID";

    private final TableFacts whole;
    private final TableFacts partition;
    private final Facts facts;
    private final PlanTarget target;

    DetachedKeys(TableFacts whole, TableFacts partition, Facts facts, PlanTarget target) {
        this.whole = whole;
        this.partition = partition;
        this.facts = facts;
        this.target = target;
    }

    private List<ConstraintFacts> keys() {
        List<ConstraintFacts> keys = new ArrayList<>();
        for (ConstraintFacts ofWhole : whole.constraints().values()) {
            boolean toPartitioned = PartitionFacts.refersToPartitioned(ofWhole, facts);
            whole.traits().partitioning().partsOfConstraint(ofWhole.name()).stream()
                    .filter(part -> toPartitioned && part.table().equals(partition.name()))
                    .map(part -> partition.constraints().get(part.name()))
                    .filter(key -> key != null && !keys.contains(key))
                    .forEach(keys::add);
        }
        keys.sort((one, other) -> one.name().compareTo(other.name()));
        return keys;
    }

    /** In the transaction that detaches. Copies have no foreign keys. */
    List<String> again() {
        List<String> sql = new ArrayList<>();
        for (ConstraintFacts key : target.rehearsal() ? List.<ConstraintFacts>of() : keys()) {
            sql.add(alter() + "DROP CONSTRAINT IF EXISTS " + Quoting.identifier(key.name()));
            sql.add(alter()
                    + "ADD CONSTRAINT %s %s%s"
                            .formatted(
                                    Quoting.identifier(key.name()), key.definition(), isProved(key) ? UNPROVED : ""));
            sql.addAll(Keepsake.ofConstraints(partition, List.of(key.name()), target));
        }
        return sql;
    }

    List<Foreseen> foreseen() {
        return keys().stream()
                .filter(DetachedKeys::isProved)
                .map(key -> Foreseen.changed(path(key), live -> live + UNPROVED))
                .toList();
    }

    List<StepDraft> prove() {
        return keys().stream().filter(DetachedKeys::isProved).map(this::prove).toList();
    }

    private StepDraft prove(ConstraintFacts key) {
        List<String> locks = new ArrayList<>();
        for (TableName other : key.referenced()) {
            locks.add(Locks.rowShare(other));
            PartitionFacts.partsOfReferenced(other, partition, whole)
                    .forEach(part -> locks.add(Locks.accessShare(part)));
        }
        locks.add(Locks.shareUpdateExclusive(partition.name()));
        return StepDraft.autonomous(
                        whole.name(),
                        Phase.CONTRACT,
                        "prove that every row of %s keeps %s"
                                .formatted(partition.name().shown(), key.name()),
                        String.join(", ", locks),
                        List.of(alter() + "VALIDATE CONSTRAINT " + Quoting.identifier(key.name())),
                        List.of(),
                        Undos.irreversible("CONTRACT only goes forward: it held before"),
                        "a foreign key that was made anew is proved by a scan that blocks neither readers nor writers")
                .foreseeing(List.of(Foreseen.changed(path(key), live -> live.replaceFirst(UNPROVED + "$", ""))))
                .unrehearsed();
    }

    private static boolean isProved(ConstraintFacts key) {
        return !key.definition().endsWith(UNPROVED) && !key.definition().endsWith(" NOT ENFORCED");
    }

    private String path(ConstraintFacts key) {
        return partition.name().constraintPath(key.name());
    }

    private String alter() {
        return "ALTER TABLE %s ".formatted(target.table(partition.name()));
    }
}
