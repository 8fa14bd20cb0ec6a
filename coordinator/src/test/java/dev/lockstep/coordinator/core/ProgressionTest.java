package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Wave;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from the state by itself: waves, failures, the way back, the end. */
class ProgressionTest {
    @Test
    void phasesThatNoNodeNeedsAreLeftOutEverywhere() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first");
        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND)));
        fleet.report("b", fleet.plan("b", List.of(Phase.BACKFILL)));

        assertThat(fleet.epoch().phases())
                .containsExactly(Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);
    }

    @Test
    void theCanaryGoesFirst() {
        Scenario fleet = new Scenario();
        fleet.tell(hello("a"));
        fleet.tell(new Command.Hello(
                "agent-b", Samples.hello("b", 1).addLabels("ring=canary").build()));
        fleet.tell(hello("c"));
        Rollout rollout = Rollout.newBuilder()
                .addWaves(Wave.newBuilder().setNodes("ring=canary"))
                .build();
        fleet.open("first", rollout, 0).planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);

        assertThat(fleet.epoch().namesWhere(EpochNode::admitted)).containsExactly("b");
        fleet.done("b");
        assertThat(fleet.epoch().namesWhere(EpochNode::admitted)).containsExactly("a", "b", "c");
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "c");
    }

    @Test
    void aNodeThatIsNotLetInIsNotHeard() {
        Rollout rollout =
                Rollout.newBuilder().addWaves(Wave.newBuilder().setNodes("a")).build();
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        fleet.done("b");

        assertThat(fleet.lastEvents()).isEmpty();
    }

    @Test
    void wavesByPercentRoundUp() {
        Rollout rollout = Rollout.newBuilder()
                .addWaves(Wave.newBuilder().setPercent(34))
                .addWaves(Wave.newBuilder().setPercent(100))
                .build();
        Scenario fleet = Scenario.fleetOf("a", "b", "c")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        assertThat(fleet.epoch().namesWhere(EpochNode::admitted)).containsExactly("a", "b");
    }

    @Test
    void atMostSoManyWorkAtOnce() {
        Rollout rollout = Rollout.newBuilder().setMaxParallel(2).build();
        Scenario fleet = Scenario.fleetOf("a", "b", "c", "d")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        assertThat(fleet.epoch().namesWhere(EpochNode::admitted)).containsExactly("a", "b");
        fleet.done("b");
        assertThat(fleet.epoch().namesWhere(EpochNode::admitted)).containsExactly("a", "b", "c");
    }

    @Test
    void theLargestLimitIsNoLimit() {
        Rollout rollout = Rollout.newBuilder().setMaxParallel(-1).build();
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        assertThat(fleet.epoch().namesWhere(EpochNode::admitted))
                .as("uint32 has no sign")
                .hasSize(2);
    }

    @Test
    void aFailurePausesTheEpochAndSaysWhy() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", FailurePolicy.PAUSE)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        fleet.failed("b");

        String reason = "node b, EXPAND step 2 (add column region): disk full; make room";
        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().reason()).isEqualTo(reason);
        assertThat(fleet.lastDirective().getOrder().getPause().getReason()).isEqualTo(reason);
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("paused: " + reason + "; a person can resume it or roll it back");
        fleet.resume();
        assertThat(fleet.epoch().node("b").failure()).isNull();
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "b");
    }

    @Test
    void aFailureTurnsTheEpochRoundWhereTheChangeSaysSo() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", FailurePolicy.ROLLBACK)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        fleet.failed("b");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.HALT);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "b");
    }

    @Test
    void aFailureInContractPausesWhateverTheChangeSays() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first", FailurePolicy.ROLLBACK)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.CONTRACT);

        fleet.failed("a");

        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.FORWARD);
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .singleElement()
                .asString()
                .endsWith("a person can resume it");
    }

    @Test
    void aFailureOnTheWayBackPausesAndCanBeTriedAgain() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", FailurePolicy.ROLLBACK)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND)
                .rollback()
                .everyNodeIsHalted();
        fleet.undone("b");

        fleet.failed("a");
        assertThat(fleet.epoch().paused()).isTrue();
        fleet.resume();

        assertThat(fleet.lastDirective().getOrder().getUndo().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a");
        fleet.undone("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void aRefusalRejectsTheEpochOnlyWhenAllHaveAnswered() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first");

        fleet.report("a", report -> report.setPlanned(Samples.refusal("expected room for 2 GB, found 1 GB")));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.FORWARD);
        fleet.report("b", fleet.plan("b", Scenario.EVERY_PHASE));

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.REJECTED);
        assertThat(fleet.epoch().reason())
                .isEqualTo("PREFLIGHT refused on a; a says: expected room for 2 GB, found 1 GB");
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.CLOSE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFLIGHT", "EXPAND", "BACKFILL", "VALIDATE", "RELEASE"})
    void theWayBackLeadsThroughEachPhaseInReverse(Phase from) {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(from);

        fleet.rollback();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
        fleet.halted("a");
        assertThat(fleet.epoch().stage()).as("one node is not quiet").isEqualTo(Stage.HALTING);
        fleet.halted("b");
        List<Phase> back = List.of(Phase.RELEASE, Phase.VALIDATE, Phase.BACKFILL, Phase.EXPAND);
        for (Phase phase : from == Phase.PREFLIGHT ? List.<Phase>of() : back.subList(back.indexOf(from), back.size())) {
            assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);
            assertThat(fleet.epoch().phase()).isEqualTo(phase);
            assertThat(fleet.lastDirective().getOrder().getUndo().getPhase()).isEqualTo(phase);
            fleet.everyNodeHasUndone();
        }

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(fleet.epoch().reason()).isEqualTo("changed our minds");
    }

    @Test
    void resumeOnTheWayToQuietHaltsWhoIsNotQuiet() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first").rollback();
        fleet.halted("a");
        fleet.pause().resume();

        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.HALT);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("b");
    }

    private static Command.Hello hello(String node) {
        return new Command.Hello(
                "agent-" + node,
                NodeHello.newBuilder(Samples.hello(node, 1).build()).build());
    }
}
