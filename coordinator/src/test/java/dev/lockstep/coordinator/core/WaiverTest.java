package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.UndoDone;
import dev.lockstep.v1.Wave;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What passes without a lost node, and what never does. */
class WaiverTest {
    @Test
    void onlyExpandBackfillAndValidateCanBeWaived() {
        assertThat(Arrays.stream(Phase.values())
                        .filter(phase -> Waivable.of(phase).isPresent()))
                .containsExactly(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);
    }

    @Test
    void phasesPassWithoutTheNodeUpToRelease() {
        Scenario fleet = lostInExpand();

        withoutIt(fleet);
        withoutIt(fleet);
        withoutIt(fleet);

        assertThat(fleet.epoch().phase()).isEqualTo(Phase.RELEASE);
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .contains("node b to finish RELEASE")
                .anyMatch(wait ->
                        wait.startsWith("node b to catch up: phases pass without it, but CONTRACT cannot open and"
                                + " the epoch cannot end until it is back or has left (waived by ann: burnt)"));
    }

    @Test
    void contractNeverOpensWhileAWaiverIsInForce() {
        Scenario fleet = lostInExpand();
        withoutIt(fleet);
        withoutIt(fleet);
        withoutIt(fleet);
        fleet.done("a");
        fleet.tell(new Command.Release(1, "bob"));

        assertThat(fleet.passGate()).isInstanceOf(Decision.Rejected.class);
        assertThat(fleet.epoch().phase()).isEqualTo(Phase.RELEASE);
    }

    @Test
    void aNodeThatIsBackCatchesUpPhaseByPhaseUnderItsOwnDirectivesAndTheWaiverEnds() {
        Scenario fleet = lostInExpand();
        assertThat(ownOrder(fleet).getCatchUp().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(ownOrder(fleet).getCatchUp().getApproval())
                .isEqualTo(fleet.epoch().approval());
        withoutIt(fleet);
        withoutIt(fleet);

        caughtUp(fleet, Phase.EXPAND);
        assertThat(ownOrder(fleet).getCatchUp().getPhase()).isEqualTo(Phase.BACKFILL);
        caughtUp(fleet, Phase.BACKFILL);
        assertThat(fleet.epoch().waivers()).containsOnlyKeys("b");
        caughtUp(fleet, Phase.VALIDATE);

        assertThat(fleet.epoch().waivers()).isEmpty();
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch())).containsExactly("node a to finish VALIDATE");
        assertThat(fleet.everyNodeIsDone()
                        .upTo(Phase.CONTRACT)
                        .everyNodeIsDone()
                        .epoch()
                        .stage())
                .isEqualTo(Stage.COMPLETED);
    }

    @Test
    void whatIsNotNextOfWhatItMissedDoesNotCount() {
        Scenario fleet = lostInExpand();
        withoutIt(fleet);
        withoutIt(fleet);

        for (Phase phase : List.of(Phase.PREFLIGHT, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT)) {
            caughtUp(fleet, phase);
            assertThat(fleet.lastEvents()).as("%s", phase).isEmpty();
        }
        undoneLate(fleet, Phase.EXPAND);
        assertThat(fleet.lastEvents()).as("an undo on the way forward").isEmpty();

        caughtUp(fleet, Phase.EXPAND);
        assertThat(fleet.epoch().node("b").acknowledged()).isEqualTo(Phase.EXPAND);
    }

    @Test
    void theNodeGetsItsOwnOrderAgainAfterAPause() {
        Scenario fleet = lostInExpand();
        withoutIt(fleet);
        fleet.pause();
        long paused = fleet.state().directives();

        fleet.resume();

        assertThat(fleet.directives().stream()
                        .filter(directive -> directive.getNumber() > paused)
                        .filter(directive -> directive.getOrder().getNodesList().contains("b"))
                        .map(directive -> directive.getOrder().getCatchUp().getPhase()))
                .containsExactly(Phase.EXPAND);
    }

    @Test
    void anEpochWithoutContractDoesNotEndUnderAWaiver() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first")
                .planned(List.of(Phase.EXPAND))
                .approved()
                .upTo(Phase.VALIDATE);
        waive(fleet);
        fleet.done("a");

        assertThat(fleet.epoch().isOpen()).isTrue();
        caughtUp(fleet, Phase.VALIDATE);
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void aNodeThatLeavesTakesItsWaiverAlong() {
        Scenario fleet = lostInExpand();
        withoutIt(fleet);

        fleet.tell(new Command.Leave("b", "ann", "burnt", false));
        fleet.tell(new Command.Leave("b", "bob", "", true));

        assertThat(fleet.epoch().waivers()).isEmpty();
        assertThat(fleet.done("a")).isInstanceOf(Decision.Accepted.class);
        assertThat(fleet.upTo(Phase.CONTRACT).everyNodeIsDone().epoch().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void theWayBackGoesOnWithoutALostNodeAndSaysSo() {
        Scenario fleet = lostInExpand();
        withoutIt(fleet);
        fleet.rollback();
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .anyMatch(wait -> wait.startsWith(
                        "node b to catch up: nobody knows that it is quiet, and the way back goes" + " on without it"));

        fleet.halted("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a");
        fleet.undone("a");
        fleet.undone("a");

        assertThat(fleet.epoch().isOpen())
                .as("b may still have something of it")
                .isTrue();
        fleet.halted("b");
        assertThat(ownOrder(fleet).getUndo().getPhase()).isEqualTo(Phase.BACKFILL);
        undoneLate(fleet, Phase.BACKFILL);
        assertThat(ownOrder(fleet).getUndo().getPhase()).isEqualTo(Phase.EXPAND);
        undoneLate(fleet, Phase.EXPAND);
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void aLostNodeThatCouldNotHaltIsToldToAgainWhenTheEpochIsResumed() {
        Scenario fleet = lostInExpand();
        fleet.rollback();
        fleet.halted("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);
        fleet.failed("b");
        assertThat(fleet.epoch().paused()).isTrue();
        long before = fleet.epoch().node("b").mandate();

        fleet.resume();

        assertThat(ownOrder(fleet).hasHalt()).isTrue();
        assertThat(fleet.epoch().node("b").mandate()).isGreaterThan(before);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a");
        assertThat(fleet.lastDirective().getOrder().getUndo().getPhase()).isEqualTo(Phase.EXPAND);
        fleet.undone("a");
        fleet.halted("b");
        undoneLate(fleet, Phase.EXPAND);
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void whatCannotBeWaivedIsRefused() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first");

        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(1, "b", "ann", "burnt")),
                Kind.WRONG_STATE,
                "expected epoch 1 to be in EXPAND, BACKFILL or VALIDATE, or on its way back, because nothing else can pass"
                        + " without a node, but it is in PREFLIGHT",
                "wait for b, roll the epoch back if it can, or let the node leave");
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);
        waive(fleet);
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(1, "a", "ann", "burnt")),
                Kind.WRONG_STATE,
                "expected epoch 1 to have another node to go on with, but a is the last without a waiver",
                "wait for it, or roll the epoch back");
    }

    @Test
    void aWaiverIsForAnOpenEpochThatWaitsForTheNodeAndHasAReason() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
        fleet.done("b");

        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(1, "b", "ann", "burnt")),
                Kind.WRONG_STATE,
                "expected epoch 1 to wait for b, but it is through with EXPAND",
                "waive it when a phase waits for it");
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(1, "c", "ann", " ")),
                Kind.INVALID,
                "expected a reason for the history, found none",
                "say why: lockstep roster waive c --reason …");
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(1, "z", "ann", "burnt")),
                Kind.NOT_FOUND,
                "expected an open epoch that binds z, but epoch 1 does not bind it",
                "");
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Waive(2, "c", "ann", "burnt")),
                Kind.NOT_FOUND,
                "expected an open epoch that binds c, but epoch 2 is not open",
                "");
    }

    @Test
    void waivingTwiceChangesNothing() {
        Scenario fleet = lostInExpand();

        assertThat(fleet.tell(new Command.Waive(1, "b", "bob", "still burnt")))
                .isEqualTo(new Decision.Accepted(List.of(), new Reply.OfEpoch(1)));
        assertThat(fleet.lastEvents()).isEmpty();
        assertThat(fleet.epoch().waivers().get("b").by()).isEqualTo("ann");
    }

    @Test
    void aWaivedNodeTakesNobodysPlaceAmongThoseThatMayWorkAtOnce() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c")
                .open(
                        "first",
                        Rollout.newBuilder()
                                .setMaxParallel(1)
                                .addWaves(Wave.newBuilder().setNodes("b"))
                                .addWaves(Wave.newBuilder().setPercent(100))
                                .build(),
                        0)
                .planned(Scenario.EVERY_PHASE)
                .approved();
        fleet.passGate();
        assertThat(admitted(fleet)).containsExactly("b");

        waive(fleet);
        assertThat(admitted(fleet)).containsExactly("a", "b");
        fleet.done("a");
        assertThat(admitted(fleet)).containsExactly("a", "b", "c");
        fleet.done("c");
        fleet.passGate();

        assertThat(fleet.epoch().phase()).isEqualTo(Phase.BACKFILL);
        assertThat(admitted(fleet))
                .as("the wave of a waived node is over")
                .contains("a")
                .doesNotContain("c");
    }

    @Test
    void aWaivedNodeWhoseTurnHasNotComeIsPassedBy() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c")
                .open("first", Rollout.newBuilder().setMaxParallel(1).build(), 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
        waive(fleet);

        fleet.done("a");
        assertThat(admitted(fleet)).containsExactly("a", "c");
        fleet.done("c");
        fleet.passGate();

        assertThat(fleet.epoch().phase()).isEqualTo(Phase.BACKFILL);
    }

    @Test
    void aLostNodeThatIsHeldSaysWhy() {
        Scenario fleet = lostInExpand();
        fleet.says(Samples.hello("b", 2).setPosition(Position.newBuilder().setNumber(99)));

        assertThat(fleet.member("b").held()).isNotEmpty();
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .anyMatch(wait -> wait.startsWith("node b to catch up: ")
                        && wait.endsWith("; it is held: " + fleet.member("b").held()));
    }

    @Test
    void aWayBackFromBeforeAnyChangeEndsWithoutTheLostNode() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .rollback();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);

        waive(fleet);
        fleet.halted("a");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void aPauseOnTheWayBackDoesNotReachWhoWasToldToHaltAndHasNot() {
        Scenario fleet = lostInExpand();
        fleet.rollback();
        fleet.halted("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);

        fleet.pause();

        assertThat(fleet.lastDirective().getOrder().hasPause()).isTrue();
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a");
        fleet.resume();
        fleet.halted("b");
        fleet.pause();
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "b");
    }

    @Test
    void aWaivedNodeHoldsUpNoWave() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open(
                        "first",
                        Rollout.newBuilder()
                                .addWaves(Wave.newBuilder().setNodes("b"))
                                .addWaves(Wave.newBuilder().setPercent(100))
                                .build(),
                        0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.PREFLIGHT);
        fleet.passGate();
        assertThat(fleet.epoch().node("a").admitted()).isFalse();

        waive(fleet);

        assertThat(fleet.epoch().node("a").admitted()).isTrue();
    }

    private static Scenario lostInExpand() {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
        waive(fleet);
        return fleet;
    }

    private static List<String> admitted(Scenario fleet) {
        return fleet.epoch().nodes().entrySet().stream()
                .filter(node -> node.getValue().admitted())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void waive(Scenario fleet) {
        assertThat(fleet.tell(new Command.Waive(1, "b", "ann", "burnt"))).isInstanceOf(Decision.Accepted.class);
    }

    /** The node that is there finishes the open phase, and the next one opens. */
    private static void withoutIt(Scenario fleet) {
        fleet.done("a");
        fleet.passGate();
    }

    private static Order ownOrder(Scenario fleet) {
        return fleet.directives().stream()
                .filter(directive -> directive.getOrder().getNodesList().equals(List.of("b")))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .getOrder();
    }

    private static void caughtUp(Scenario fleet, Phase phase) {
        fleet.report("b", report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(phase)));
    }

    private static void undoneLate(Scenario fleet, Phase phase) {
        fleet.report("b", report -> report.setUndoDone(UndoDone.newBuilder().setPhase(phase)));
    }
}
