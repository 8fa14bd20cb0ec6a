package dev.lockstep.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.coordinator.journal.InMemoryLog.Fault;
import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops of one and of several coordinators over one journal, with everything around them in memory. */
class FleetLoopTest {
    private final LoopFleet fleet = new LoopFleet();

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void anEpochGoesThroughItsPhases() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        tell(loop, LoopFleet.open("first"));
        tell(loop, fleet.planned(epoch(loop), "a"));
        tell(loop, LoopFleet.approve(epoch(loop)));
        awaitAdmitted(loop, Phase.EXPAND);
        tell(loop, fleet.done(epoch(loop), "a"));
        awaitAdmitted(loop, Phase.VALIDATE);
        tell(loop, fleet.done(epoch(loop), "a"));

        assertThat(epoch(loop).stage()).isEqualTo(Stage.COMPLETED);
        await().untilAsserted(() -> assertThat(fleet.topic.size()).isEqualTo(4));
        assertThat(loop.tip().getNumber()).isEqualTo(4);
    }

    @Test
    void theLeaderCallsTheTimeOfAPhase() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        tell(loop, LoopFleet.hello("b"));
        tell(loop, LoopFleet.openWithDeadline("first", Phase.PREFLIGHT, 60_000));
        tell(loop, fleet.planned(epoch(loop), "a"));

        await().untilAsserted(() -> {
            // By so much more at each look, that every two looks of the leader's are a deadline apart.
            fleet.elapsedMillis.addAndGet(60_000);
            assertThat(epoch(loop).paused()).isTrue();
        });

        assertThat(epoch(loop).reason()).isEqualTo("the deadline of PREFLIGHT (1m) has passed: node b is not through");
    }

    @Test
    void whoDoesNotLeadDecidesNothing() {
        FleetLoop loop = fleet.coordinator("one");

        assertRefused(loop, LoopFleet.hello("a"), Code.NOT_LEADER, "one does not lead fleet orders");
    }

    @Test
    void anotherLeaderGoesOnInTheMiddleOfAPhase() {
        FleetLoop first = leading("one");
        tell(first, LoopFleet.hello("a"));
        tell(first, LoopFleet.open("first"));
        tell(first, fleet.planned(epoch(first), "a"));
        tell(first, LoopFleet.approve(epoch(first)));
        awaitAdmitted(first, Phase.EXPAND);
        first.close();

        FleetLoop second = leading("two");

        assertThat(epoch(second).phase()).isEqualTo(Phase.EXPAND);
        assertThat(second.view().state().leader()).isEqualTo("two");
        tell(second, fleet.done(epoch(second), "a"));
        awaitAdmitted(second, Phase.VALIDATE);
        await().untilAsserted(() -> assertThat(second.tip().getNumber()).isEqualTo(fleet.topic.size()));
    }

    @Test
    void aGateThatIsGivenAfterTheOfficeIsGivenBack() {
        LateGates late = new LateGates(new InMemoryGateKeeper(fleet.gates, "one"));
        FleetLoop first = fleet.coordinator("one", late);
        first.onLeadershipGained();
        await().until(() -> first.view().leading());
        tell(first, LoopFleet.hello("a"));
        tell(first, LoopFleet.open("first"));
        tell(first, fleet.planned(epoch(first), "a"));
        tell(first, LoopFleet.approve(epoch(first)));
        await().until(late::isAsked);
        first.onLeadershipLost("the latch is gone");
        await().until(() -> !first.view().leading());

        late.answer();

        FleetLoop second = leading("two");
        awaitAdmitted(second, Phase.EXPAND);
    }

    @Test
    void aLeaderThatSeesAnotherClaimAnswersNothingMore() {
        FleetLoop first = leading("one");
        tell(first, LoopFleet.hello("a"));

        FleetLoop second = fleet.coordinator("two");
        second.onLeadershipGained();

        await().untilAsserted(() -> {
            assertThat(first.view().leading()).isFalse();
            assertThat(first.view().state().leader()).isEqualTo("two");
        });
        first.onLeadershipLost("the latch is gone");
        assertRefused(first, LoopFleet.hello("a"), Code.NOT_LEADER, "one does not lead fleet orders");
        await().until(() -> second.view().leading());
    }

    @Test
    void anUnclearOutcomeIsSaidAndSettledByAnotherClaim() {
        for (Fault fault : Fault.values()) {
            LoopFleet own = new LoopFleet();
            FleetLoop loop = own.coordinator("one");
            loop.onLeadershipGained();
            await().until(() -> loop.view().leading());
            own.log.plant(fault);

            CompletableFuture<Reply> answer = loop.submit(LoopFleet.hello("a"));

            await().until(() -> loop.view().leading() && loop.view().state().term() == 2);
            assertThatThrownBy(answer::get)
                    .cause()
                    .hasMessageStartingWith("it is not known whether the decision counts");
            assertThat(loop.view().state().members().containsKey("a"))
                    .as("whether it counts, after %s", fault)
                    .isEqualTo(fault == Fault.REPLY_LOST);
            tell(loop, LoopFleet.hello("a"));
            assertThat(loop.view().state().members()).containsKey("a");
            loop.close();
        }
    }

    @Test
    void aDamagedJournalStopsTheFleetVisibly() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        ByteString stored = fleet.log.records().get(1);
        byte[] altered = stored.toByteArray();
        altered[altered.length - 1] ^= 1;
        fleet.log.replace(1, ByteString.copyFrom(altered));

        FleetLoop reader = fleet.coordinator("two");
        reader.onLeadershipGained();

        await().untilAsserted(() -> assertThat(reader.view().damaged()).isTrue());
        assertThat(reader.view().trouble()).startsWith("its journal is damaged: ");
        assertThat(reader.view().leading()).isFalse();
        assertThat(reader.view().state().members())
                .as("what is damaged is not believed")
                .isEmpty();
        assertRefused(
                reader,
                LoopFleet.hello("a"),
                Code.DAMAGED,
                "fleet orders is stopped: " + reader.view().trouble());
    }

    @Test
    void aFaultOfThisCoordinatorStopsTheFleetVisiblyAndEveryCallerHears() {
        FleetLoop loop = leading("one");
        // Bytes of a change that nothing checked: no caller makes them, and evolve cannot read them.
        ByteString garbage = ByteString.fromHex("ffffffff");
        tell(loop, LoopFleet.hello("a"));
        CompletableFuture<Reply> poison = loop.submit(
                new Command.OpenEpoch(dev.lockstep.v1.Change.getDefaultInstance(), garbage, garbage, "ann"));
        CompletableFuture<Reply> beside = loop.submit(LoopFleet.hello("b"));

        await().until(() -> poison.isDone() && beside.isDone());
        assertThat(loop.view().damaged()).isTrue();
        assertThat(loop.view().trouble())
                .isEqualTo("a fault in this coordinator: a change that was journaled does not parse");
        assertThatThrownBy(poison::get)
                .cause()
                .hasMessage("fleet orders is stopped: " + loop.view().trouble());
        loop.onLeadershipGained();
        assertRefused(
                loop,
                LoopFleet.hello("b"),
                Code.DAMAGED,
                "fleet orders is stopped: " + loop.view().trouble());
    }

    @Test
    void aThousandAcknowledgementsAreFewEntries() {
        FleetLoop loop = leading("one");
        long before = loop.view().state().entries();
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(loop.submit(LoopFleet.hello("node-" + i)));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> answers.stream().allMatch(CompletableFuture::isDone));

        assertThat(loop.view().state().members()).hasSize(1_000);
        assertThat(loop.view().state().entries() - before).isLessThan(50);
    }

    @Test
    void aDirectiveThatTheJournalNeverDecidedStopsTheFleet() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        fleet.forgeDirective(1);

        var unused = loop.submit(LoopFleet.open("first"));

        await().untilAsserted(() -> assertThat(loop.view().damaged()).isTrue());
        assertThat(loop.view().trouble())
                .contains("holds directive 1 with a trusted signature, but the journal did not decide it");
        assertRefused(
                loop,
                LoopFleet.hello("a"),
                Code.DAMAGED,
                "fleet orders is stopped: " + loop.view().trouble());
    }

    @Test
    void aListenerThatFailsIsNoReasonToStop() {
        FleetLoop loop = leading("one");
        loop.onChange(() -> {
            throw new IllegalStateException("theirs");
        });

        tell(loop, LoopFleet.hello("a"));

        assertThat(loop.view().damaged()).isFalse();
    }

    @Test
    void theGatesOfAnEpochThatHasEndedAreForgotten() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        tell(loop, LoopFleet.open("first"));
        tell(loop, fleet.planned(epoch(loop), "a"));
        tell(loop, LoopFleet.approve(epoch(loop)));
        awaitAdmitted(loop, Phase.EXPAND);
        GateId gate = GateId.forward(LoopFleet.NAME, 1, Phase.PREFLIGHT);
        await().until(() -> fleet.gates.seal(gate).isPresent());
        tell(loop, fleet.done(epoch(loop), "a"));
        awaitAdmitted(loop, Phase.VALIDATE);
        tell(loop, fleet.done(epoch(loop), "a"));

        await().untilAsserted(() -> assertThat(fleet.gates.seal(gate)).isEmpty());
    }

    @Test
    void theHashOfADirectiveIsKnownOnceItWasDecided() {
        FleetLoop loop = leading("one");
        tell(loop, LoopFleet.hello("a"));
        tell(loop, LoopFleet.open("first"));

        assertThat(loop.tip().getNumber()).isEqualTo(1);
        assertThat(loop.hashOfDirective(1)).isEqualTo(loop.tip().getHash()).isNotEqualTo(ByteString.EMPTY);
        assertThat(loop.hashOfDirective(0)).isEqualTo(ByteString.EMPTY);
        assertThat(loop.hashOfDirective(2)).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void whoAsksAfterTheEndIsAnswered() {
        FleetLoop loop = leading("one");
        loop.close();

        assertRefused(loop, LoopFleet.hello("a"), Code.UNAVAILABLE, "this coordinator is shutting down");
    }

    private FleetLoop leading(String name) {
        FleetLoop loop = fleet.coordinator(name);
        loop.onLeadershipGained();
        await().until(() -> loop.view().leading());
        return loop;
    }

    private static void awaitAdmitted(FleetLoop loop, Phase phase) {
        await().untilAsserted(() -> {
            assertThat(epoch(loop).phase()).isEqualTo(phase);
            assertThat(epoch(loop).node("a").admitted()).isTrue();
        });
    }

    private static Epoch epoch(FleetLoop loop) {
        return loop.view().state().epoch(1).orElseThrow();
    }

    private static Reply tell(FleetLoop loop, Command command) {
        try {
            return loop.submit(command).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void assertRefused(FleetLoop loop, Command command, Code code, String message) {
        assertThatThrownBy(() -> loop.submit(command).get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessage(message);
    }
}
