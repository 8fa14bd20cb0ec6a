package dev.lockstep.integration.gates;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.gates.CuratorPhaseGate;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.gates.PhaseGate.Entry;
import dev.lockstep.coordinator.gates.CuratorGateKeeper;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.GateKeeper.CloseAttempt;
import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuratorPhaseGateIT extends PhaseGateContract {
    private static final Duration SHORT_WHILE = Duration.ofMillis(500);
    private static SharedZooKeeper zooKeeper;

    @BeforeAll
    static void start(@TempDir Path folder) {
        zooKeeper = new SharedZooKeeper(folder);
    }

    @AfterAll
    static void stop() {
        zooKeeper.close();
    }

    @Override
    void clear() {
        zooKeeper.clear();
    }

    @Override
    PhaseGate newAgent(String name) {
        return new CuratorPhaseGate(zooKeeper.client(name), zooKeeper.paths(), name);
    }

    @Override
    GateKeeper newKeeper(String name) {
        return new CuratorGateKeeper(zooKeeper.client(name), zooKeeper.paths(), name);
    }

    @Override
    void loseSession(String name) {
        zooKeeper.endSession(name);
    }

    @Test
    void anAgentWaitsForALeaderThatLetsGo() {
        GateKeeper leader = keeper("leader");
        PhaseGate agent = agent("a");
        close(leader);
        CompletableFuture<Entry> entry = agent.enter(GATE, "n1", Duration.ofSeconds(20));
        get(leader.release(GATE));

        assertThat(get(entry)).isEqualTo(new Entry.Entered());
    }

    @Test
    void aLeaderWaitsForAnAgentThatEnds() {
        GateKeeper leader = keeper("leader");
        PhaseGate agent = agent("a");
        enter(agent, "n1");
        CompletableFuture<CloseAttempt> attempt = leader.tryClose(GATE, Duration.ofSeconds(20));
        get(agent.leave(GATE, "n1"));

        assertThat(get(attempt)).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void waitingForOneGateDoesNotKeepAnotherOneWaiting() {
        GateKeeper leader = keeper("leader");
        PhaseGate agent = agent("a");
        close(leader);
        CompletableFuture<Entry> waits = agent.enter(GATE, "n1", Duration.ofSeconds(20));
        GateId other = GateId.forward("bank", 1, Phase.EXPAND);

        assertThat(get(agent.enter(other, "n2", Duration.ofSeconds(5)))).isEqualTo(new Entry.Entered());
        assertThat(waits).isNotDone();
        get(leader.release(GATE));
        get(waits);
    }

    @Test
    void anAgentThatLostItsSessionSaysSoAndEntersAgain() {
        PhaseGate agent = agent("a");
        List<String> heard = new CopyOnWriteArrayList<>();
        agent.addListener(new Recording(heard));
        enter(agent, "n1");

        loseSession("a");

        await().atMost(30, SECONDS).until(() -> heard.contains("lost"));
        assertThat(heard).first().isEqualTo("suspended");
        await().atMost(30, SECONDS).until(() -> enter(agent, "n1") instanceof Entry.Entered);
        assertThat(close(keeper("leader"))).isEqualTo(new CloseAttempt.Busy(List.of("a")));
    }

    @Test
    void whatANewSessionHoldsIsNotForgottenWithTheOldOne() {
        GateKeeper leader = keeper("leader");
        enter(agent("a"), "n1");
        GateId other = GateId.forward("bank", 1, Phase.EXPAND);
        // While the one gate is waited for the session ends; the other one is taken in the next session, perhaps before
        // anybody hears of that end.
        CompletableFuture<CloseAttempt> waits = leader.tryClose(GATE, Duration.ofSeconds(4));
        CompletableFuture<CloseAttempt> taken = leader.tryClose(other, SHORT_WHILE);
        loseSession("leader");
        assertThat(get(waits)).isNotInstanceOf(CloseAttempt.Held.class);
        await().atMost(30, SECONDS).until(() -> get(leader.tryClose(other, SHORT_WHILE)) instanceof CloseAttempt.Held);
        assertThat(taken).isDone();
        get(leader.release(other));

        assertThat(get(keeper("successor").tryClose(other, SHORT_WHILE))).isEqualTo(new CloseAttempt.Held(other));
    }

    @Test
    void whatIsPreparedIsThereBeforeAnybodyComesAndGoesWithTheEpoch() throws Exception {
        GateKeeper leader = keeper("leader");

        get(leader.prepare("shop", 7));

        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT)) {
            assertThat(stands(GateId.forward("shop", 7, phase)))
                    .as(phase.name())
                    .isTrue();
        }
        assertThat(stands(GateId.forward("shop", 8, Phase.EXPAND))).isFalse();
        get(leader.forget("shop", 7));
        assertThat(stands(GATE)).isFalse();
    }

    private static boolean stands(GateId gate) throws Exception {
        String path = zooKeeper.paths().gateLock(gate, Paths.ONLY_GROUP);
        return zooKeeper.client("somebody").checkExists().forPath(path) != null;
    }

    @Test
    void whatCannotBePreparedNowIsMadeWhenItIsUsed() {
        GateKeeper leader = keeper("leader");
        PhaseGate agent = agent("a");
        zooKeeper.server().stop();
        await().atMost(30, SECONDS)
                .until(() -> !zooKeeper.client("leader").getZookeeperClient().isConnected());

        assertThat(get(leader.prepare("shop", 7))).isNull();

        zooKeeper.server().start();
        await().atMost(30, SECONDS).until(() -> enter(agent, "n1") instanceof Entry.Entered);
        await().atMost(30, SECONDS).until(() -> close(leader) instanceof CloseAttempt.Busy);
    }

    @Test
    void aRestartOfZooKeeperKeepsWhatIsHeld() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        List<String> heard = new CopyOnWriteArrayList<>();
        agent.addListener(new Recording(heard));
        enter(agent, "n1");

        zooKeeper.server().stop();
        await().atMost(30, SECONDS).until(() -> heard.contains("suspended"));
        zooKeeper.server().start();

        await().atMost(30, SECONDS).until(() -> heard.contains("resumed"));
        await().atMost(30, SECONDS).until(() -> close(leader) instanceof CloseAttempt.Busy);
        get(agent.leave(GATE, "n1"));
        await().atMost(30, SECONDS).until(() -> close(leader) instanceof CloseAttempt.Held);
    }

    @Test
    void anAgentThatStartedWithoutZooKeeperIsNotInDoubtOnceItIsThere() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        zooKeeper.server().stop();
        try (CuratorFramework client =
                CuratorFrameworkFactory.newClient(zooKeeper.server().url(), 6_000, 500, new RetryOneTime(100))) {
            client.start();
            try (PhaseGate agent = new CuratorPhaseGate(client, zooKeeper.paths(), "early")) {
                agent.addListener(new Recording(heard));
                // What an agent asks in the background, such as for the leader's address, gives up.
                client.checkExists().inBackground().forPath("/anything");
                await().atMost(30, SECONDS).until(() -> heard.contains("suspended"));

                zooKeeper.server().start();

                await().atMost(30, SECONDS)
                        .untilAsserted(() -> assertThat(heard).last().isEqualTo("resumed"));
                await().atMost(30, SECONDS).until(() -> enter(agent, "n1") instanceof Entry.Entered);
            }
        } finally {
            zooKeeper.server().start();
        }
    }

    private record Recording(List<String> heard) implements PhaseGate.Listener {
        @Override
        public void onSuspended(String reason) {
            heard.add("suspended");
        }

        @Override
        public void onResumed() {
            heard.add("resumed");
        }

        @Override
        public void onLost(String reason) {
            heard.add("lost");
        }
    }
}
