package dev.lockstep.coordinator.fleet;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.coordinator.journal.InMemoryJournal;
import dev.lockstep.coordinator.journal.InMemoryLog;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Step;
import dev.lockstep.zookeeper.InMemoryGates;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A fleet whose journal, directives and gates are in memory; any number of coordinators' loops on it. */
public final class LoopFleet implements AutoCloseable {
    public static final String NAME = "orders";
    private static final SigningKey KEY = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey()));

    final InMemoryLog log = new InMemoryLog();
    final InMemoryTopic topic = new InMemoryTopic();
    final InMemoryGates gates = new InMemoryGates();
    final AtomicLong elapsedMillis = new AtomicLong();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();

    /** A coordinator that follows. */
    public FleetLoop coordinator(String name) {
        return coordinator(name, new InMemoryGateKeeper(gates, name), SnapshotStore.none());
    }

    /** A coordinator that follows, and keeps what it knows at checkpoints. */
    FleetLoop coordinator(String name, SnapshotStore snapshots) {
        return coordinator(name, new InMemoryGateKeeper(gates, name), snapshots);
    }

    /** A coordinator with a hand of the test's on the gates. */
    FleetLoop coordinator(String name, GateKeeper keeper) {
        return coordinator(name, keeper, SnapshotStore.none());
    }

    private FleetLoop coordinator(String name, GateKeeper keeper, SnapshotStore snapshots) {
        ExecutorService writing = Executors.newSingleThreadExecutor();
        ExecutorService publishing = Executors.newSingleThreadExecutor();
        FleetLoop loop = new FleetLoop(
                name,
                new InMemoryJournal(
                        log,
                        NAME,
                        KEY,
                        TRUSTED,
                        writing,
                        () -> UUID.randomUUID().toString()),
                new DirectivePublisher(NAME, KEY, TRUSTED, new InMemoryDirectives(topic), publishing),
                keeper,
                new Clocks() {
                    @Override
                    public long wallMillis() {
                        return 1_000;
                    }

                    @Override
                    public long elapsedMillis() {
                        return elapsedMillis.get();
                    }
                },
                () -> "elsewhere:7400",
                snapshots);
        parts.add(loop);
        parts.add(writing::shutdownNow);
        parts.add(publishing::shutdownNow);
        loop.start();
        return loop;
    }

    /** Puts a directive on the topic that a trusted key signed and the journal never decided. */
    void forgeDirective(long number) {
        topic.append(KEY.seal(
                        Domain.DIRECTIVE,
                        dev.lockstep.v1.Directive.newBuilder()
                                .setFleet(NAME)
                                .setNumber(number)
                                .build()
                                .toByteString())
                .toByteString());
    }

    public static Command.Hello hello(String node) {
        return new Command.Hello(
                "agent-" + node,
                NodeHello.newBuilder()
                        .setFleet(NAME)
                        .setNode(node)
                        .setEngine(Engine.POSTGRES)
                        .setDatabaseIdentity("database-of-" + node)
                        .setAdoptionId("adoption-of-" + node)
                        .setIncarnation(1)
                        .build());
    }

    public static Command.OpenEpoch open(String change) {
        return open(Change.newBuilder().setName(change).setFleet(NAME).build());
    }

    static Command.OpenEpoch openWithDeadline(String change, Phase phase, long millis) {
        Rollout rollout = Rollout.newBuilder()
                .addDeadlines(PhaseDeadline.newBuilder().setPhase(phase).setMillis(millis))
                .build();
        return open(Change.newBuilder()
                .setName(change)
                .setFleet(NAME)
                .setRollout(rollout)
                .build());
    }

    private static Command.OpenEpoch open(Change change) {
        ByteString bytes = Hashing.canonicalBytes(change);
        return new Command.OpenEpoch(change, bytes, Hashing.hash(Domain.CHANGE, bytes), "ann");
    }

    Command.ReportReceived planned(Epoch epoch, String node) {
        ByteString plan = Plan.newBuilder()
                .setFleet(NAME)
                .setEpoch(epoch.number())
                .setNode(node)
                .setChangeHash(epoch.changeHash())
                .addSteps(Step.newBuilder().setNumber(1).setPhase(Phase.EXPAND))
                .build()
                .toByteString();
        Planned planned = Planned.newBuilder()
                .setPlan(plan)
                .setPlanHash(Hashing.hash(Domain.PLAN, plan))
                .build();
        return report(epoch, node, report -> report.setPlanned(planned));
    }

    Command.ReportReceived done(Epoch epoch, String node) {
        return report(
                epoch,
                node,
                report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(epoch.phase())));
    }

    static Command.Approve approve(Epoch epoch) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        epoch.nodes().forEach((name, node) -> hashes.put(name, node.planHash()));
        return new Command.Approve(epoch.number(), hashes, "bob");
    }

    private Command.ReportReceived report(Epoch epoch, String node, UnaryOperator<Report.Builder> outcome) {
        return new Command.ReportReceived(outcome.apply(Report.newBuilder()
                        .setFleet(NAME)
                        .setEpoch(epoch.number())
                        .setStamp(ReportStamp.newBuilder()
                                .setNode(node)
                                .setIncarnation(1)
                                .setSequence(sequence.incrementAndGet())
                                .setMandate(epoch.node(node).mandate())))
                .build());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}
