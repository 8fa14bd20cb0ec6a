package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Foreign keys that refer to a table of which a partition is to leave. When it leaves the server looks for rows that refer to it, in all of them, while nobody can use any of the
 * tables. So a check proves before that there are none and that none come; then the keys are taken away and put back unproved around the leaving, in one transaction, and
 * proved again where that blocks nobody.
 */
final class DepartingKeys {
    private static final String UNPROVED = " NOT VALID";

    private final TableFacts whole;
    private final TableFacts partition;
    private final List<ReferringKey> keys;
    private final List<BoundProof> proofs;
    private final PlanTarget target;

    private DepartingKeys(
            TableFacts whole,
            TableFacts partition,
            List<ReferringKey> keys,
            List<BoundProof> proofs,
            PlanTarget target) {
        this.whole = whole;
        this.partition = partition;
        this.keys = keys;
        this.proofs = proofs;
        this.target = target;
    }

    /** Of a partition that leaves; with findings that say why it cannot. */
    static DepartingKeys of(TableFacts whole, TableFacts partition, Facts facts, PlanTarget target, Findings findings) {
        List<ReferringKey> keys = ReferringKey.of(whole, facts);
        DepartureChecks.check(whole, partition, keys, facts, findings);
        List<BoundProof> proofs = new ArrayList<>();
        for (ReferringKey key : keys) {
            facts.departure(partition.name())
                    .flatMap(departure -> departure.condition(key.own()))
                    .map(bound -> bound.condition(whole.name()).orElse(""))
                    .ifPresent(bound -> proofs.add(BoundProof.away(key, partition.name(), bound, target)));
        }
        return new DepartingKeys(whole, partition, keys, proofs, target);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    List<RowQuestion> questions() {
        return proofs.stream().map(BoundProof::question).toList();
    }

    /** Proves that nothing refers to the partition. Partitions that the plan does not know would lose their keys, or be within other bounds. */
    List<StepDraft> before() {
        List<StepDraft> steps = new ArrayList<>();
        boolean takesTheRest = PartitionFacts.defaultPartition(whole)
                .filter(partition.name()::equals)
                .isPresent();
        if (takesTheRest && !keys.isEmpty()) {
            steps.add(NewPartitions.look(
                    whole,
                    Phase.CONTRACT,
                    "so that %s takes the rows that it says"
                            .formatted(partition.name().shown()),
                    "which rows a default partition takes hangs on the others",
                    target));
        }
        proofs.forEach(proof -> steps.addAll(proof.inOrder()));
        keys.stream()
                .filter(key -> key.table().isPartitioned())
                .forEach(key -> steps.add(lookForNew(key, "a partition that came later would be without its key")));
        return steps;
    }

    private StepDraft lookForNew(ReferringKey key, String reason) {
        return NewPartitions.look(
                key.table(), Phase.CONTRACT, "which have " + key.own().constraint(), reason, target);
    }

    /** Those that are locked together with the whole, which comes first, as everybody else does. */
    List<TableFacts> tables() {
        List<TableFacts> tables = new ArrayList<>(List.of(whole));
        tables.addAll(ReferringKey.tables(whole, keys));
        return tables;
    }

    /** Copies have no foreign keys. */
    List<String> takeAway() {
        if (target.rehearsal() || keys.isEmpty()) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                .formatted(tables().stream()
                        .map(table -> target.table(table.name()))
                        .collect(Collectors.joining(", "))));
        keys.forEach(key -> sql.add(alter(key.own()) + "DROP CONSTRAINT " + name(key.own())));
        return sql;
    }

    /** Unproved, which needs no scan, and by partition, because before 18 the server takes none of a partitioned table so. */
    List<String> putBack() {
        if (target.rehearsal()) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        for (ReferringKey key : keys) {
            key.ofRows().forEach(referrer -> sql.addAll(add(referrer, UNPROVED)));
        }
        return sql;
    }

    /** What the catalog shows of that. */
    List<Foreseen> foreseen() {
        List<Foreseen> changes = new ArrayList<>();
        for (ReferringKey key : keys) {
            key.ofWholes().forEach(referrer -> changes.add(Foreseen.gone(path(referrer))));
            key.ofRows().forEach(referrer -> changes.add(Foreseen.changed(path(referrer), live -> live + UNPROVED)));
        }
        return changes;
    }

    /** The checks go, and the keys are as they were. */
    List<StepDraft> after() {
        List<StepDraft> steps = new ArrayList<>();
        proofs.forEach(proof ->
                steps.add(proof.dropInItsTurn("the foreign key keeps rows away from what is no partition any more")));
        for (ReferringKey key : keys) {
            key.ofRows().forEach(referrer -> steps.add(prove(referrer)));
            if (key.table().isPartitioned()) {
                steps.add(lookForNew(
                        key, "the whole takes over what its partitions have, and would prove the rest under its lock"));
                steps.add(addToWhole(key));
            }
        }
        return steps;
    }

    private StepDraft prove(Referrer referrer) {
        List<String> locks = new ArrayList<>(List.of(Locks.rowShare(whole.name())));
        remaining().traits().partitioning().tables().forEach(part -> locks.add(Locks.accessShare(part)));
        locks.add(Locks.shareUpdateExclusive(referrer.table()));
        return StepDraft.autonomous(
                        whole.name(),
                        Phase.CONTRACT,
                        "prove that every row of %s keeps %s"
                                .formatted(referrer.table().shown(), referrer.constraint()),
                        String.join(", ", locks),
                        List.of(alter(referrer) + "VALIDATE CONSTRAINT " + name(referrer)),
                        List.of(),
                        Undos.irreversible("CONTRACT only goes forward: it held before"),
                        "a foreign key that was made anew is proved by a scan that blocks neither readers nor writers")
                .foreseeing(List.of(Foreseen.changed(path(referrer), DepartingKeys::proved)))
                .unrehearsed();
    }

    private StepDraft addToWhole(ReferringKey key) {
        List<String> sql = new ArrayList<>();
        sql.add("LOCK TABLE %s, %s IN ACCESS EXCLUSIVE MODE"
                .formatted(target.table(whole.name()), target.table(key.table().name())));
        key.ofWholes().forEach(referrer -> sql.addAll(add(referrer, "")));
        String like = path(key.ofRows().get(0));
        return StepDraft.transactional(
                        whole.name(),
                        Phase.CONTRACT,
                        "add %s to %s, of what its partitions have"
                                .formatted(
                                        key.own().constraint(),
                                        key.table().name().shown()),
                        Locks.withPartitions(remaining(), Locks::accessExclusive) + ", "
                                + Locks.withPartitions(key.table(), Locks::accessExclusive),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward: it was there before"),
                        "what is proved of all partitions is true of the whole, without a scan")
                .foreseeing(key.ofWholes().stream()
                        .map(referrer -> Foreseen.like(path(referrer), like))
                        .toList())
                .unrehearsed();
    }

    private TableFacts remaining() {
        return whole.with(whole.traits().with(whole.traits().partitioning().withoutPartition(partition.name())));
    }

    private List<String> add(Referrer referrer, String unproved) {
        List<String> sql = new ArrayList<>();
        sql.add(alter(referrer) + "ADD CONSTRAINT %s %s%s".formatted(name(referrer), referrer.definition(), unproved));
        if (!referrer.comment().isEmpty()) {
            sql.add("COMMENT ON CONSTRAINT %s ON %s IS %s"
                    .formatted(name(referrer), target.table(referrer.table()), Quoting.literal(referrer.comment())));
        }
        return sql;
    }

    private static String proved(String live) {
        return live.endsWith(UNPROVED) ? live.substring(0, live.length() - UNPROVED.length()) : live;
    }

    private String alter(Referrer referrer) {
        return "ALTER TABLE %s ".formatted(target.table(referrer.table()));
    }

    private static String name(Referrer referrer) {
        return Quoting.identifier(referrer.constraint());
    }

    private static String path(Referrer referrer) {
        return referrer.table().constraintPath(referrer.constraint());
    }
}
