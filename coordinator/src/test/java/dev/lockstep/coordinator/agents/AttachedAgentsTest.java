package dev.lockstep.coordinator.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.api.AgentSessions.AgentSession;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.fleet.LoopFleet;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Position;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who serves a node, as the streams say. */
class AttachedAgentsTest {
    private final LoopFleet fleet = new LoopFleet();
    private final FleetLoop loop = fleet.coordinator("one");
    private final AttachedAgents agents = new AttachedAgents(
            new AttachedAgents.Fleet() {
                @Override
                public Optional<FleetLoop> find(String name) {
                    return name.equals(LoopFleet.NAME) ? Optional.of(loop) : Optional.empty();
                }

                @Override
                public CompletableFuture<FleetLoop> findOrFound(String name) {
                    return CompletableFuture.completedFuture(loop);
                }
            },
            () -> "elsewhere:7400");

    @BeforeEach
    void lead() {
        loop.onLeadershipGained();
        await().until(() -> loop.view().leading());
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void whoIsConfirmedServesTheNodeUntilItsStreamEnds() {
        Stream stream = attach("agent-1");

        stream.hello(LoopFleet.hello("a").hello());

        await().untilAsserted(() -> assertThat(stream.heard)
                .extracting(CoordinatorMessage::getKindCase)
                .containsExactly(CoordinatorMessage.KindCase.NODE_CONFIRMED));
        assertThat(agents.live(LoopFleet.NAME)).containsOnlyKeys("a");
        stream.session.closed();
        assertThat(agents.live(LoopFleet.NAME)).isEmpty();
    }

    @Test
    void whoIsTurnedAwayDoesNotTakeThePlaceOfTheOneThatServes() {
        Stream serving = attach("agent-1");
        serving.hello(LoopFleet.hello("a").hello().toBuilder().setIncarnation(5).build());
        await().until(() -> !serving.heard.isEmpty());
        Stream replaced = attach("agent-0");

        replaced.hello(
                LoopFleet.hello("a").hello().toBuilder().setIncarnation(4).build());

        await().untilAsserted(() -> assertThat(replaced.heard)
                .extracting(message -> message.getNodeRefused().getReason())
                .singleElement()
                .asString()
                .startsWith("its agent has been replaced: incarnation 4, but 5 serves it"));
        assertThat(agents.live(LoopFleet.NAME).values())
                .singleElement()
                .extracting("agent")
                .isEqualTo("agent-1");
    }

    @Test
    void aNodeThatIsTurnedAwayIsShownWithTheReason() {
        attach("agent-1").hello(LoopFleet.hello("a").hello());
        await().until(() -> loop.view().state().members().containsKey("a"));
        Stream clone = attach("agent-2");

        clone.hello(LoopFleet.hello("b").hello().toBuilder()
                .setDatabaseIdentity("database-of-a")
                .build());

        await().untilAsserted(() -> assertThat(agents.live(LoopFleet.NAME).get("b"))
                .isNotNull()
                .extracting("health")
                .isEqualTo(
                        "held: its database (database-of-a) is already node a; give each node a database of its own"));
    }

    @Test
    void aNodeWhoseLedgerFollowedAnotherJournalIsHeld() throws Exception {
        attach("agent-1").hello(LoopFleet.hello("a").hello());
        await().until(() -> loop.view().state().members().containsKey("a"));
        loop.submit(LoopFleet.open("first")).get(10, TimeUnit.SECONDS);
        Position tip = loop.tip();
        Stream foreign = attach("agent-1");
        Stream own = attach("agent-1");
        NodeHello.Builder again = LoopFleet.hello("a").hello().toBuilder().setIncarnation(2);

        foreign.hello(again.setPosition(tip.toBuilder().setHash(ByteString.copyFromUtf8("another")))
                .build());
        await().untilAsserted(() -> assertThat(foreign.heard)
                .singleElement()
                .extracting(message -> message.getNodeRefused().getReason())
                .asString()
                .startsWith("its ledger has received directive 1 with hash ")
                .endsWith(": it has followed another journal"));

        own.hello(again.setPosition(tip).build());
        await().untilAsserted(() -> assertThat(own.heard)
                .extracting(CoordinatorMessage::getKindCase)
                .containsExactly(CoordinatorMessage.KindCase.NODE_CONFIRMED));
    }

    @Test
    void whatAnOlderStreamStillCarriesIsNoOlderLedger() {
        Stream before = attach("agent-1");
        Stream now = attach("agent-1");
        now.hello(
                LoopFleet.hello("a").hello().toBuilder().setServerVersion("16").build());
        await().until(() -> !now.heard.isEmpty());

        before.hello(
                LoopFleet.hello("a").hello().toBuilder().setServerVersion("15").build());
        attach("agent-2").hello(LoopFleet.hello("b").hello());

        await().until(() -> loop.view().state().members().containsKey("b"));
        assertThat(loop.view().state().members().get("a"))
                .isNotNull()
                .extracting("version")
                .isEqualTo("16");
        assertThat(before.heard).isEmpty();
    }

    @Test
    void aFollowerSendsTheAgentToTheLeader() {
        loop.onLeadershipLost("test");
        await().until(() -> !loop.view().leading());
        Stream stream = attach("agent-1");

        stream.hello(LoopFleet.hello("a").hello());

        await().untilAsserted(() -> assertThat(stream.ended).isTrue());
        assertThat(stream.heard)
                .extracting(message -> message.getNotLeader().getLeader())
                .containsExactly("elsewhere:7400");
    }

    @Test
    void whoLeadsNoMoreEndsTheStreamsOfAgentsThatHaveNothingToSay() {
        Stream stream = attach("agent-1");
        stream.hello(LoopFleet.hello("a").hello());
        await().until(() -> !stream.heard.isEmpty());

        loop.onLeadershipLost("test");
        agents.onLeadershipLost();

        assertThat(stream.ended).isTrue();
        assertThat(agents.live(LoopFleet.NAME)).isEmpty();
    }

    private Stream attach(String agent) {
        Stream stream = new Stream(agents);
        stream.session.receive(AgentMessage.newBuilder()
                .setAgentHello(AgentHello.newBuilder().setAgent(agent))
                .build());
        return stream;
    }

    private static final class Stream {
        final List<CoordinatorMessage> heard = new CopyOnWriteArrayList<>();
        final AgentSession session;
        volatile boolean ended;

        Stream(AttachedAgents agents) {
            session = agents.attach(heard::add, () -> ended = true);
        }

        void hello(NodeHello hello) {
            session.receive(AgentMessage.newBuilder().setNodeHello(hello).build());
        }
    }
}
