package dev.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.InMemoryDirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.gates.InMemoryPhaseGate;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.agent.node.ToyDatabase;
import dev.lockstep.agent.presence.FixedLeaderLocator;
import dev.lockstep.agent.report.InspectionDesk;
import dev.lockstep.agent.report.LeaderStream;
import dev.lockstep.agent.report.LocatedLeader;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.Approvers;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.InMemoryGates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node's two threads and the agent's stream together, over a database in memory and a coordinator that the test plays. */
class ServedNodeTest {
    private final ToyDatabase database = new ToyDatabase();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final InMemoryGates gates = new InMemoryGates();
    private final WorkPermits permits = new WorkPermits(1);
    private FakeCoordinator coordinator;
    private boolean patientSource;

    @BeforeEach
    void coordinator() throws Exception {
        coordinator = new FakeCoordinator();
        open.add(coordinator);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void aNodeSaysWhoItIsPlansAndGoesThroughAPhase() throws Exception {
        start();
        coordinator.order(Orders.prepare());
        Report planned = awaitReport(1);
        assertThat(planned.hasPlanned()).isTrue();
        coordinator.order(Orders.open(Phase.EXPAND, planned.getPlanned().getPlanHash()));
        Report done = awaitReport(2);
        assertThat(done.hasPhaseDone()).isTrue();
        assertThat(done.getStamp().getIncarnation()).isEqualTo(1);
        assertThat(done.getStamp().getSequence()).isEqualTo(2);
        assertThat(coordinator.hellos().get(0).getAdoptionId()).isNotEmpty();
    }

    @Test
    void aReportIsRepeatedUntilItIsAcknowledged() throws Exception {
        coordinator.silences = 2;
        ServedNode node = start();
        coordinator.order(Orders.prepare());
        await().until(() -> coordinator.reports().size() == 3);
        await().until(() -> node.reports().waiting() == 0);
        assertThat(coordinator.reports()).allMatch(coordinator.reports().get(0)::equals);
    }

    @Test
    void aRefusedNodeExecutesNothingAndAsksAgain() throws Exception {
        coordinator.refusal = "its ledger is older than the history";
        ServedNode node = start();
        coordinator.order(Orders.prepare());
        await().until(() -> coordinator.hellos().size() >= 2);
        assertThat(node.standing().heldReason()).isEqualTo("its ledger is older than the history");
        assertThat(coordinator.reports()).isEmpty();
        assertThat(database.position().orElseThrow().getNumber()).isEqualTo(1);
        coordinator.refusal = "";
        assertThat(awaitReport(1).hasPlanned()).isTrue();
    }

    @Test
    void aNodeThatIsAskedAgainWhoItIsAnswersAtOnceAndWorksOnlyThen() throws Exception {
        coordinator.historyHas =
                HeardFromNode.newBuilder().setMandate(4).setLogNumber(2).build();
        ServedNode node = start();
        coordinator.order(Orders.prepare());
        assertThat(awaitReport(1).hasPlanned()).isTrue();
        assertThat(coordinator.hellos())
                .extracting(NodeHello::getInAnswerTo)
                .containsExactly(HeardFromNode.getDefaultInstance(), coordinator.historyHas);
        assertThat(node.standing().heldReason()).isEmpty();
        assertThat(node.standing().heard()).as("it was confirmed").isEmpty();
    }

    @Test
    void aNodeThatMayNotExecuteKeepsNobodyWaitingAtAGate() throws Exception {
        start();
        coordinator.order(Orders.prepare());
        Report planned = awaitReport(1);
        // It goes behind the gate, and may not begin: another node of its host works.
        await().until(() -> permits.tryTake(0));
        coordinator.order(Orders.open(Phase.EXPAND, planned.getPlanned().getPlanHash()));
        await().until(() -> !mayClose(Phase.EXPAND));

        coordinator.refusal = "it has left the fleet";
        coordinator.breakStream();

        await().until(() -> mayClose(Phase.EXPAND));
    }

    @Test
    void aNodeThatHasLeftSaysWhoItIsAtOnceSoThatItCanBeLetInAgain() throws Exception {
        ServedNode node = start();
        await().until(() -> node.standing().isConfirmed());
        coordinator.refusal = "it has left the fleet";
        coordinator.order(Orders.dismiss());

        await().until(() -> node.standing().heldReason().equals("it has left the fleet"));
        assertThat(coordinator.hellos().get(1).getPosition().getNumber())
                .as("it has received that it left")
                .isEqualTo(1);
        // Its schema is shown again and again, so that it is known when it was brought up to date by hand.
        await().until(() -> coordinator.hellos().size() >= 3);
        coordinator.refusal = "";
        await().until(() -> node.standing().isConfirmed());
    }

    private boolean mayClose(Phase phase) {
        GateId gate = GateId.forward(Orders.FLEET, Orders.EPOCH, phase);
        boolean closed = gates.close(gate, "leader").isEmpty();
        gates.open(gate, "leader");
        return closed;
    }

    @Test
    void aBrokenStreamIsBegunAgainAndTheNodeSaysWhoItIsNow() throws Exception {
        patientSource = true;
        start();
        await().until(() -> coordinator.hellos().size() == 1);
        coordinator.order(Orders.prepare());
        awaitReport(1);
        coordinator.breakStream();
        // The follower waits for directives meanwhile, and none comes.
        await().until(() -> coordinator.hellos().size() == 2);
        assertThat(coordinator.hellos().get(1).getPosition().getNumber()).isEqualTo(1);
    }

    @Test
    void aFollowerNamesTheLeader() throws Exception {
        try (FakeCoordinator follower = new FakeCoordinator()) {
            follower.otherLeader = coordinator.address();
            start(follower.address());
            await().until(() -> !coordinator.hellos().isEmpty());
        }
    }

    @Test
    void aNewerAgentTakesTheNodeOver() throws Exception {
        ServedNode first = start();
        await().until(() -> first.standing().isConfirmed());
        ServedNode second = start();
        await().until(() -> first.standing().leftReason().isPresent());
        assertThat(first.standing().leftReason().orElseThrow()).contains("a newer agent serves the node");
        await().until(() -> second.standing().isConfirmed());
        coordinator.order(Orders.prepare());
        assertThat(awaitReport(1).getStamp().getIncarnation()).isEqualTo(2);
    }

    @Test
    void aLostSessionAsksForANewConfirmationFirst() throws Exception {
        ServedNode node = start();
        await().until(() -> node.standing().isConfirmed());
        database.breakAtCall(1, ToyDatabase.Break.BEFORE);
        await().until(() -> coordinator.hellos().size() >= 2);
        await().until(() -> coordinator.heard.stream()
                .filter(AgentMessage::hasNodeHealth)
                .reduce((before, after) -> after)
                .map(AgentMessage::getNodeHealth)
                .filter(health -> health.getReachable() && health.getMessage().isEmpty())
                .isPresent());
        coordinator.order(Orders.prepare());
        assertThat(awaitReport(1).hasPlanned()).isTrue();
    }

    @Test
    void aDirectiveThatIsSignedByAStrangerIsReportedAndNotExecuted() throws Exception {
        start();
        SignedEnvelope right = SigningKey.generate()
                .seal(
                        dev.lockstep.chain.Hashing.Domain.DIRECTIVE,
                        Orders.directive(1, ByteString.EMPTY, Orders.prepare()).toByteString());
        coordinator.topic.append(right.toByteString());
        Report refusal = awaitReport(1);
        assertThat(refusal.getRefusal().getNumber()).isEqualTo(1);
        assertThat(refusal.getRefusal().getReason()).contains("signature");
        coordinator.order(Orders.prepare());
        assertThat(awaitReport(2).hasPlanned()).isTrue();
    }

    @Test
    void anInspectionIsAnswered() throws Exception {
        ServedNode node = start();
        await().until(() -> node.standing().isConfirmed());
        database.put("table:orders", "table");
        coordinator.askForFingerprint();
        await().until(() -> coordinator.heard.stream().anyMatch(AgentMessage::hasInspectionReply));
        assertThat(coordinator.heard.stream()
                        .filter(AgentMessage::hasInspectionReply)
                        .findFirst()
                        .orElseThrow()
                        .getInspectionReply()
                        .getFingerprint()
                        .getObjects(0)
                        .getPath())
                .isEqualTo("table:orders");
    }

    private Report awaitReport(int count) throws InvalidProtocolBufferException {
        await().until(() -> coordinator.reports().stream()
                        .map(report -> report.getStamp().getSequence())
                        .distinct()
                        .count()
                >= count);
        return coordinator.reports().get(coordinator.reports().size() - 1);
    }

    private ServedNode start() {
        return start(coordinator.address());
    }

    private ServedNode start(String address) {
        InMemoryTopic topic = coordinator.topic;
        NodeSettings settings = new NodeSettings(
                Orders.FLEET,
                Orders.NODE,
                Engine.POSTGRES,
                "jdbc:toy",
                "nobody",
                new Secret(""),
                new TreeMap<>(Map.of("canary", "true")),
                NodeSettings.USUAL_LEDGER_SCHEMA);
        DirectiveSource directives =
                new InMemoryDirectiveSource(Orders.FLEET, TrustedKeys.of(List.of(coordinator.key.publicKey())), topic);
        AtomicReference<TipReader> tips = new AtomicReference<>(fleet -> Optional.empty());
        ServedNode node = new ServedNode(
                settings,
                database,
                patientSource ? new PatientSource(directives) : directives,
                new InMemoryPhaseGate(gates, "agent"),
                Approvers.ANYBODY,
                fleet -> Objects.requireNonNull(tips.get()).tip(fleet),
                permits,
                new AgentMetrics(new SimpleMeterRegistry(), Orders.FLEET, Orders.NODE),
                NodeSurroundings.ofSystem());
        LeaderStream stream = new LeaderStream(
                AgentHello.newBuilder().setAgent("agent").build(),
                new LocatedLeader(new FixedLeaderLocator(address)),
                List.of(node.reports()),
                new InspectionDesk(Map.of(Orders.NODE, database)),
                Pacer.ofSystem(),
                new Backoff(new Random(1), 250, 2000));
        tips.set(stream);
        open.add(stream);
        open.add(node);
        stream.start();
        node.start();
        return node;
    }

    /** Waits for directives until one comes, however short the patience of its node: whoever wants anything else of the follower has to wake it. */
    private record PatientSource(DirectiveSource source) implements DirectiveSource {
        @Override
        public List<ReceivedDirective> poll(Position after, Duration wait) {
            return source.poll(after, Duration.ofMinutes(5));
        }

        @Override
        public void wake() {
            source.wake();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
