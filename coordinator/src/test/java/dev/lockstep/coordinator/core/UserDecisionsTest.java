package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What people may do, when, and what they are told when they may not. */
class UserDecisionsTest {
    private static final ByteString OTHER = ByteString.fromHex("0000");

    @Test
    void anEpochBindsEveryNodeAndOrdersPlans() {
        Scenario fleet = Scenario.fleetOf("b", "a");

        Decision decision =
                fleet.tell(Samples.open(Samples.change("add-region", Rollout.getDefaultInstance(), 0), "ann"));

        assertThat(decision).isEqualTo(new Decision.Accepted(fleet.lastEvents(), new Reply.OfEpoch(1)));
        assertThat(fleet.epoch().names()).containsExactly("a", "b");
        assertThat(fleet.epoch().requestedBy()).isEqualTo("ann");
        assertThat(fleet.lastDirective().getNumber()).isEqualTo(1);
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.PREPARE);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "b");
    }

    @Test
    void aFleetWithoutNodesHasNoEpochs() {
        assertRejected(
                new Scenario().tell(Samples.open(Samples.change("x", Rollout.getDefaultInstance(), 0), "ann")),
                Kind.WRONG_STATE,
                "expected fleet orders to have nodes, but no agent has registered one",
                "start an agent beside each node");
    }

    @Test
    void aChangeThatIsUnderWayIsNotAppliedAgain() {
        Scenario fleet = Scenario.fleetOf("a").open("first");

        assertRejected(
                fleet.tell(Samples.open(Samples.change("first", Rollout.getDefaultInstance(), 0), "ann")),
                Kind.WRONG_STATE,
                "expected a change with a new name, but \"first\" is epoch 1",
                "give the change a name of its own");
    }

    @Test
    void aCompletedChangeIsNotAppliedAgain() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first")
                .planned(List.of(Phase.EXPAND))
                .approved()
                .upTo(Phase.VALIDATE)
                .everyNodeIsDone();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.COMPLETED);

        assertRejected(
                fleet.tell(Samples.open(Samples.change("first", Rollout.getDefaultInstance(), 0), "ann")),
                Kind.WRONG_STATE,
                "expected a change with a new name, but \"first\" was completed as epoch 1",
                "give the change a name of its own");
    }

    @Test
    void aChangeThatWasRolledBackMayBeTriedAgain() {
        Scenario fleet = Scenario.fleetOf("a").open("first").rollback().everyNodeIsHalted();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);

        fleet.open("first");

        assertThat(fleet.epoch().number()).isEqualTo(2);
        assertThat(fleet.epoch().isOpen()).isTrue();
    }

    @Test
    void nobodyApprovesBeforeEveryPlanIsThere() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first");
        fleet.report("a", fleet.plan("a", Scenario.EVERY_PHASE));

        assertRejected(
                fleet.tell(new Command.Approve(1, fleet.planHashes(), "bob")),
                Kind.WRONG_STATE,
                "expected epoch 1 to wait for approval, but it is in PREFLIGHT",
                "wait until every node has reported its plan");
    }

    @Test
    void anApprovalIsBoundToThePlansThatWereSeen() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c").open("first").planned(Scenario.EVERY_PHASE);
        TreeMap<String, ByteString> seen = fleet.planHashes();
        String planOfB = Hashing.hex(fleet.epoch().node("b").planHash());
        seen.remove("a");
        seen.put("b", OTHER);
        seen.put("stranger", OTHER);

        assertRejected(
                fleet.tell(new Command.Approve(1, seen, "bob")),
                Kind.STALE_APPROVAL,
                "expected an approval of the plans of epoch 1, but a is missing, b has plan " + planOfB
                        + ", not 0000, stranger is not in the roster",
                "look at the plans again and approve what you see");
        assertThat(fleet.epoch().approval()).isNull();
    }

    @Test
    void aSecondApprovalIsBoundToThePlansThatWereSeenToo() {
        Scenario fleet = waitingForTheGateOfPreflight();
        TreeMap<String, ByteString> seen = fleet.planHashes();
        seen.put("a", OTHER);

        assertRejected(
                fleet.tell(new Command.Approve(1, seen, "somebody else")),
                Kind.STALE_APPROVAL,
                "expected an approval of the plans of epoch 1, but a has plan "
                        + Hashing.hex(fleet.epoch().node("a").planHash()) + ", not 0000",
                "look at the plans again and approve what you see");
    }

    private static Scenario waitingForTheGateOfPreflight() {
        return Scenario.fleetOf("a").open("first").planned(Scenario.EVERY_PHASE).approved();
    }

    @Test
    void approvingTwiceChangesNothing() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved();

        Decision again = fleet.tell(new Command.Approve(1, fleet.planHashes(), "somebody else"));

        assertThat(again).isEqualTo(new Decision.Accepted(List.of(), new Reply.OfEpoch(1)));
        assertThat(fleet.epoch().approval())
                .isNotNull()
                .extracting(Approval::getApprover)
                .isEqualTo("bob");
    }

    @Test
    void releaseIsForTheReleasePhase() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved();
        fleet.upTo(Phase.EXPAND);

        assertRejected(
                fleet.tell(new Command.Release(1, "bob")),
                Kind.WRONG_STATE,
                "expected epoch 1 to hold in RELEASE, but it is in EXPAND",
                "release it when every node has validated");
    }

    @Test
    void contractOpensOnlyAfterReleaseAndSoak() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first", Rollout.getDefaultInstance(), 60_000)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.RELEASE)
                .everyNodeIsDone();

        assertNotReady(fleet.tell(new Command.GateHeld(1, Phase.RELEASE, 60_000)));
        fleet.tell(new Command.Release(1, "bob"));
        assertNotReady(fleet.tell(new Command.GateHeld(1, Phase.RELEASE, 59_999)));
        fleet.tell(new Command.GateHeld(1, Phase.RELEASE, 60_000));

        assertThat(fleet.epoch().phase()).isEqualTo(Phase.CONTRACT);
        assertThat(fleet.tell(new Command.Release(1, "bob")))
                .isEqualTo(new Decision.Accepted(List.of(), new Reply.OfEpoch(1)));
    }

    private static void assertNotReady(Decision decision) {
        assertRejected(decision, Kind.WRONG_STATE, "expected epoch 1 to be ready to leave RELEASE, but it is not", "");
    }

    @Test
    void onlyWhatIsPausedIsResumed() {
        Scenario fleet = Scenario.fleetOf("a").open("first");

        assertRejected(
                fleet.tell(new Command.Resume(1, "eve")),
                Kind.WRONG_STATE,
                "expected epoch 1 to be paused, but it is in PREFLIGHT",
                "nothing holds it back; see what it waits for: lockstep status");
    }

    @Test
    void pausingTwiceChangesNothing() {
        Scenario fleet = Scenario.fleetOf("a").open("first").pause();
        int directives = fleet.directives().size();

        fleet.pause();

        assertThat(fleet.epoch().reason()).isEqualTo("lunch");
        assertThat(fleet.directives()).hasSize(directives);
    }

    @Test
    void resumeOrdersAgainWhatIsUnfinishedAndNothingElse() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved();
        fleet.upTo(Phase.EXPAND);
        fleet.done("b");
        fleet.pause();
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.PAUSE);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "b", "c");

        fleet.resume();

        assertThat(fleet.lastDirective().getOrder().getOpenPhase().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "c");
        assertThat(fleet.epoch().reason()).isEmpty();
    }

    @Test
    void aPausedEpochDoesNotPassTheGate() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .pause();

        assertRejected(
                fleet.passGate(),
                Kind.WRONG_STATE,
                "expected epoch 1 to be ready to leave PREFLIGHT, but it is not",
                "");
    }

    @Test
    void contractIsThePointOfNoReturn() {
        Scenario fleet = Scenario.fleetOf("a")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved();
        fleet.upTo(Phase.CONTRACT);

        assertRejected(
                fleet.tell(new Command.Rollback(1, "eve", "", true)),
                Kind.WRONG_STATE,
                "expected epoch 1 to be before CONTRACT, but CONTRACT has opened and the old shape may be gone",
                "let it complete (resume it if it is paused); then, for a change that takes it back: lockstep reverse --epoch 1");
    }

    @Test
    void goingBackFromReleaseSaysWhatIsLostAndAsks() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        Plan plan = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(1)
                .setNode("a")
                .setChangeHash(fleet.epoch().changeHash())
                .addSteps(Step.newBuilder()
                        .setNumber(1)
                        .setPhase(Phase.EXPAND)
                        .setUndo(Undo.newBuilder().setLoses("values of orders.region that only new writers gave")))
                .addSteps(Step.newBuilder().setNumber(2).setPhase(Phase.CONTRACT))
                .build();
        fleet.report("a", report -> report.setPlanned(Samples.planned(plan)));
        fleet.approved().upTo(Phase.RELEASE);

        assertRejected(
                fleet.tell(new Command.Rollback(1, "eve", "", false)),
                Kind.NEEDS_CONFIRMATION,
                "expected a confirmation, because going back from RELEASE loses values of orders.region that only new"
                        + " writers gave",
                "confirm the loss to roll back (--confirm-loss)");
        fleet.tell(new Command.Rollback(1, "eve", "", true));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
        assertThat(fleet.epoch().reason()).isEqualTo("rolled back by eve");
    }

    @Test
    void goingBackOverAStepWithoutAWayBackSaysWhatStaysAndAsks() {
        Scenario fleet = withoutAWayBack();
        fleet.approved().upTo(Phase.BACKFILL);

        assertRejected(
                fleet.tell(new Command.Rollback(1, "eve", "", false)),
                Kind.NEEDS_CONFIRMATION,
                "expected a confirmation, because going back from BACKFILL leaves behind what has no way back: step 1 of"
                        + " EXPAND (run VACUUM): the change gives no undo",
                "confirm the loss to roll back (--confirm-loss)");
        fleet.tell(new Command.Rollback(1, "eve", "", true));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
    }

    @Test
    void aStepWithoutAWayBackThatHasNotRunIsNoReasonToAsk() {
        Scenario fleet = withoutAWayBack();
        fleet.tell(new Command.Rollback(1, "eve", "", false));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
    }

    private static Scenario withoutAWayBack() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        Plan plan = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(1)
                .setNode("a")
                .setChangeHash(fleet.epoch().changeHash())
                .addSteps(Step.newBuilder()
                        .setNumber(1)
                        .setPhase(Phase.EXPAND)
                        .setSummary("run VACUUM")
                        .setUndo(Undo.newBuilder().setIrreversible("the change gives no undo")))
                .addSteps(Step.newBuilder().setNumber(2).setPhase(Phase.BACKFILL))
                .build();
        fleet.report("a", report -> report.setPlanned(Samples.planned(plan)));
        return fleet;
    }

    @Test
    void rollingBackTwiceChangesNothing() {
        Scenario fleet = Scenario.fleetOf("a").open("first").rollback();

        Decision again = fleet.tell(new Command.Rollback(1, "ann", "me too", false));

        assertThat(again).isEqualTo(new Decision.Accepted(List.of(), new Reply.OfEpoch(1)));
        assertThat(fleet.epoch().reason()).isEqualTo("changed our minds");
    }

    @Test
    void anUnknownEpochAndOneThatHasEnded() {
        assertRejected(
                Scenario.fleetOf("a").tell(new Command.Pause(3, "eve", "")),
                Kind.NOT_FOUND,
                "expected an epoch of fleet orders, but there is no epoch 3",
                "apply a change first");
        Scenario ended = Scenario.fleetOf("a").open("first").rollback().everyNodeIsHalted();
        assertRejected(
                ended.tell(new Command.Pause(3, "eve", "")),
                Kind.NOT_FOUND,
                "expected an epoch of fleet orders, but there is no epoch 3",
                "the last one is 1");
        assertRejected(
                ended.tell(new Command.Pause(1, "eve", "")),
                Kind.WRONG_STATE,
                "expected an open epoch, but epoch 1 is ROLLED_BACK",
                "nothing is left to decide on it; see: lockstep history, or open another: lockstep apply FILE");
        ended.open("second");
        assertRejected(
                ended.tell(new Command.Pause(1, "eve", "")),
                Kind.WRONG_STATE,
                "expected an open epoch, but epoch 1 is ROLLED_BACK",
                "the open one is epoch 2");
    }

    static void assertRejected(Decision decision, Kind kind, String message, String nextStep) {
        assertThat(decision).isEqualTo(new Decision.Rejected(kind, message, nextStep));
    }
}
