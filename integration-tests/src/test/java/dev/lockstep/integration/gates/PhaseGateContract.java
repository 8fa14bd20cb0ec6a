package dev.lockstep.integration.gates;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.gates.PhaseGate.Entry;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.GateKeeper.CloseAttempt;
import dev.lockstep.coordinator.gates.GateKeeper.SealOutcome;
import dev.lockstep.coordinator.gates.GateKeeper.SealReading;
import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both sides of a gate must do, whatever it is made of. */
abstract class PhaseGateContract {
    static final GateId GATE = GateId.forward("shop", 7, Phase.EXPAND);
    private static final Seal SEAL = new Seal(42, 3);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** An agent with a session of its own. */
    abstract PhaseGate newAgent(String name);

    /** A coordinator with a session of its own. */
    abstract GateKeeper newKeeper(String name);

    /** Ends the session of an agent or a coordinator behind its back. */
    abstract void loseSession(String name);

    /** Called when everything that a test opened is closed. */
    abstract void clear();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        clear();
    }

    @Test
    void severalAgentsWorkBehindAGateAtOnce() {
        assertThat(enter(agent("a"), "n1")).isEqualTo(new Entry.Entered());
        assertThat(enter(agent("b"), "n2")).isEqualTo(new Entry.Entered());
    }

    @Test
    void theLeaderSeesWhoStillWorks() {
        PhaseGate b = agent("b");
        PhaseGate a = agent("a");
        enter(b, "n2");
        enter(a, "n1");

        assertThat(close(keeper("leader"))).isEqualTo(new CloseAttempt.Busy(List.of("a", "b")));
    }

    @Test
    void theGateIsHeldUntilTheLastNodeOfAnAgentLeaves() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        enter(agent, "n1");
        enter(agent, "n2");
        enter(agent, "n1");

        get(agent.leave(GATE, "n1"));
        get(agent.leave(GATE, "n1"));
        assertThat(close(leader)).isInstanceOf(CloseAttempt.Busy.class);

        get(agent.leave(GATE, "n2"));
        assertThat(close(leader)).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void whoComesWhileTheLastOneGoesIsBehindTheGate() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        for (int i = 0; i < 5; i++) {
            enter(agent, "n1");
            CompletableFuture<Void> gone = agent.leave(GATE, "n1");
            assertThat(enter(agent, "n2")).isEqualTo(new Entry.Entered());
            get(gone);
            assertThat(close(leader)).isInstanceOf(CloseAttempt.Busy.class);
            get(agent.leave(GATE, "n2"));
        }
        assertThat(close(leader)).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void nobodyEntersAHeldGateAndEverybodyAfterItsRelease() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        close(leader);

        assertThat(enter(agent, "n1")).isInstanceOf(Entry.Unavailable.class);

        get(leader.release(GATE));
        assertThat(enter(agent, "n1")).isEqualTo(new Entry.Entered());
    }

    @Test
    void aFailedAttemptLeavesTheGateOpen() {
        PhaseGate agent = agent("a");
        enter(agent, "n1");
        close(keeper("leader"));

        assertThat(enter(agent("b"), "n2")).isEqualTo(new Entry.Entered());
    }

    @Test
    void aLatecomerReadsTheSealAndLeavesNothingBehind() {
        GateKeeper leader = keeper("leader");
        close(leader);
        assertThat(get(leader.seal(GATE, SEAL))).isEqualTo(new SealOutcome.Done());
        get(leader.release(GATE));

        assertThat(enter(agent("a"), "n1")).isEqualTo(new Entry.Sealed(SEAL));
        assertThat(close(leader)).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void aSealIsForOneGateOnly() {
        GateKeeper leader = keeper("leader");
        close(leader);
        get(leader.seal(GATE, SEAL));
        PhaseGate agent = agent("a");

        for (GateId other : List.of(
                GateId.undo("shop", 7, Phase.EXPAND),
                GateId.forward("shop", 7, Phase.VALIDATE),
                GateId.forward("shop", 8, Phase.EXPAND),
                GateId.forward("bank", 7, Phase.EXPAND))) {
            assertThat(get(agent.enter(other, "n1", SHORT))).isEqualTo(new Entry.Entered());
        }
    }

    @Test
    void sealingNeedsTheGate() {
        GateKeeper leader = keeper("leader");

        assertThat(get(leader.seal(GATE, SEAL))).isInstanceOf(SealOutcome.NotHeld.class);
        assertThat(get(leader.removeUncountedSeal(GATE, SEAL))).isInstanceOf(SealOutcome.NotHeld.class);
        assertThat(seal(leader)).isEmpty();
    }

    @Test
    void aLeaderWhoseSessionIsGoneCannotSeal() {
        GateKeeper leader = keeper("leader");
        close(leader);
        loseSession("leader");

        SealOutcome outcome = get(leader.seal(GATE, SEAL));

        assertThat(outcome).isInstanceOfAny(SealOutcome.NotHeld.class, SealOutcome.Unavailable.class);
        assertThat(seal(keeper("successor"))).isEmpty();
    }

    @Test
    void aSuccessorSealsAgainWithTheSameSeal() {
        GateKeeper leader = keeper("leader");
        close(leader);
        get(leader.seal(GATE, SEAL));
        loseSession("leader");
        GateKeeper successor = keeper("successor");
        await().atMost(20, SECONDS).until(() -> close(successor) instanceof CloseAttempt.Held);

        assertThat(get(successor.seal(GATE, SEAL))).isEqualTo(new SealOutcome.Done());
        assertThat(seal(successor)).contains(SEAL);
    }

    @Test
    void anotherSealIsAConflictUntilItIsRemoved() {
        GateKeeper leader = keeper("leader");
        Seal uncounted = new Seal(41, 2);
        close(leader);
        get(leader.seal(GATE, uncounted));

        assertThat(get(leader.seal(GATE, SEAL))).isEqualTo(new SealOutcome.Conflict(uncounted));
        assertThat(get(leader.removeUncountedSeal(GATE, SEAL))).isEqualTo(new SealOutcome.Conflict(uncounted));
        assertThat(get(leader.removeUncountedSeal(GATE, uncounted))).isEqualTo(new SealOutcome.Done());
        assertThat(get(leader.removeUncountedSeal(GATE, uncounted))).isEqualTo(new SealOutcome.Done());
        assertThat(get(leader.seal(GATE, SEAL))).isEqualTo(new SealOutcome.Done());
        assertThat(seal(leader)).contains(SEAL);
    }

    @Test
    void ofTwoLeadersOneHoldsTheGate() {
        GateKeeper first = keeper("first");
        GateKeeper second = keeper("second");
        close(first);

        assertThat(close(second)).isEqualTo(new CloseAttempt.Busy(List.of("first")));
        assertThat(get(second.seal(GATE, SEAL))).isInstanceOf(SealOutcome.NotHeld.class);
        assertThat(close(first)).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void aDeadAgentFreesTheGate() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        enter(agent, "n1");
        loseSession("a");

        await().atMost(20, SECONDS).until(() -> close(leader) instanceof CloseAttempt.Held);
    }

    @Test
    void closingAnAgentFreesTheGate() {
        PhaseGate agent = agent("a");
        enter(agent, "n1");
        agent.close();

        assertThat(close(keeper("leader"))).isEqualTo(new CloseAttempt.Held(GATE));
    }

    @Test
    void leavingWithoutEnteringDoesNothing() {
        PhaseGate agent = agent("a");
        get(agent.leave(GATE, "n1"));

        assertThat(enter(agent, "n1")).isEqualTo(new Entry.Entered());
    }

    @Test
    void aForgottenEpochHasNoGates() {
        GateKeeper leader = keeper("leader");
        close(leader);
        get(leader.seal(GATE, SEAL));
        get(leader.release(GATE));

        get(leader.forget("shop", 7));
        get(leader.forget("shop", 7));

        assertThat(seal(leader)).isEmpty();
    }

    @Test
    void whoPreparesAnEpochTakesNothingAndKeepsNobodyOut() {
        PhaseGate agent = agent("a");
        GateKeeper leader = keeper("leader");
        enter(agent, "n1");

        get(leader.prepare("shop", 7));
        get(leader.prepare("shop", 7));

        assertThat(close(leader)).as("the agent is still behind it").isEqualTo(new CloseAttempt.Busy(List.of("a")));
        get(agent.leave(GATE, "n1"));
        assertThat(seal(leader)).isEmpty();
        assertThat(close(keeper("successor"))).isEqualTo(new CloseAttempt.Held(GATE));
    }

    PhaseGate agent(String name) {
        PhaseGate agent = newAgent(name);
        opened.add(agent);
        return agent;
    }

    GateKeeper keeper(String name) {
        GateKeeper keeper = newKeeper(name);
        opened.add(keeper);
        return keeper;
    }

    static Entry enter(PhaseGate agent, String node) {
        return get(agent.enter(GATE, node, SHORT));
    }

    static CloseAttempt close(GateKeeper keeper) {
        return get(keeper.tryClose(GATE, SHORT));
    }

    static Optional<Seal> seal(GateKeeper keeper) {
        SealReading reading = get(keeper.readSeal(GATE));
        assertThat(reading).isInstanceOf(SealReading.Found.class);
        return ((SealReading.Found) reading).seal();
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, SECONDS).join();
    }
}
