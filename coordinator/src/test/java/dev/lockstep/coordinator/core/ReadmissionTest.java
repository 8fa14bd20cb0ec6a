package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.UndoDone;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node whose database is an older backup, in the middle of an epoch. */
class ReadmissionTest {
    private static final CatalogObject NOTE = object("table:orders/column:note");

    @Test
    void theLastNodeOfAnEpochGoesThroughItAgainFromItsBackup() {
        Scenario fleet = inValidate("a");
        restored(fleet, "a");

        assertThat(join(fleet, "a")).isInstanceOf(Decision.Accepted.class);

        assertThat(fleet.epoch().phase()).isEqualTo(Phase.VALIDATE);
        assertThat(fleet.epoch().node("a").acknowledged()).isEqualTo(Phase.PREFLIGHT);
        assertThat(order(fleet, "a").getCatchUp().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(confirmed(fleet, "a")).isEqualTo(new Reply.Confirmed("a", 2));
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .anyMatch(wait -> wait.startsWith("node a to catch up")
                        && wait.endsWith("(goes through it again, let in by ann: only this backup)"));
        caughtUp(fleet, "a", Phase.EXPAND);
        caughtUp(fleet, "a", Phase.BACKFILL);
        assertThat(fleet.epoch().waivers()).containsOnlyKeys("a");
        caughtUp(fleet, "a", Phase.VALIDATE);

        assertThat(fleet.epoch().waivers()).isEmpty();
        assertThat(fleet.upTo(Phase.CONTRACT).everyNodeIsDone().epoch().stage()).isEqualTo(Stage.COMPLETED);
        assertThat(fleet.member("a").recorded()).containsKey(NOTE.getPath());
    }

    @Test
    void noPhasePassesWhileTheOnlyNodeCatchesUp() {
        Scenario fleet = inValidate("a");
        restored(fleet, "a");
        join(fleet, "a");

        assertThat(fleet.passGate()).isInstanceOf(Decision.Rejected.class);
        assertThat(fleet.epoch().phase()).isEqualTo(Phase.VALIDATE);
    }

    @Test
    void itsOrdersCarryThePlanThatWasApprovedForIt() {
        Scenario fleet = inValidate("a", "b");
        ByteString plan = fleet.epoch().node("a").planned().getPlan();
        restored(fleet, "a");
        join(fleet, "a");

        assertThat(order(fleet, "a").getCatchUp().getPlan()).isEqualTo(plan);
        assertThat(order(fleet, "a").getCatchUp().getApproval())
                .isEqualTo(fleet.epoch().approval());
    }

    @Test
    void whatItHadSaidBeforeCountsNoLonger() {
        Scenario fleet = inValidate("a", "b");
        long mandate = fleet.epoch().node("a").mandate();
        restored(fleet, "a");
        join(fleet, "a");
        confirmed(fleet, "a");

        fleet.report(
                "a",
                mandate,
                report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(Phase.EXPAND)));

        assertThat(fleet.epoch().node("a").acknowledged()).isEqualTo(Phase.PREFLIGHT);
    }

    @Test
    void contractIsNotWorkedOnBeforeItHasCaughtUpWithRelease() {
        Scenario fleet = inValidate("a", "b").upTo(Phase.CONTRACT);
        restored(fleet, "a");
        join(fleet, "a");
        confirmed(fleet, "a");
        fleet.done("b");

        assertThat(fleet.epoch().isOpen()).isTrue();
        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE)) {
            assertThat(order(fleet, "a").getCatchUp().getPhase()).isEqualTo(phase);
            caughtUp(fleet, "a", phase);
        }

        assertThat(fleet.epoch().waivers()).isEmpty();
        assertThat(order(fleet, "a").getOpenPhase().getPhase()).isEqualTo(Phase.CONTRACT);
        fleet.done("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void inPreflightItPlansAgain() {
        Scenario fleet = withHistory("a", "b");
        fleet.openOn("next", "orders");
        fleet.planned(Scenario.EVERY_PHASE);
        restored(fleet, "a");

        join(fleet, "a");

        assertThat(order(fleet, "a").hasPrepare()).isTrue();
        assertThat(fleet.epoch().node("a").isPlanned()).isFalse();
        confirmed(fleet, "a");
        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND)));
        assertThat(fleet.approved()
                        .upTo(Phase.CONTRACT)
                        .everyNodeIsDone()
                        .epoch()
                        .stage())
                .isEqualTo(Stage.COMPLETED);
    }

    @Test
    void betweenApprovalAndTheFirstPhaseItWaits() {
        Scenario fleet = withHistory("a", "b");
        fleet.openOn("next", "orders");
        fleet.planned(Scenario.EVERY_PHASE).approved().pause();
        restored(fleet, "a");

        UserDecisionsTest.assertRejected(
                join(fleet, "a"),
                Kind.WRONG_STATE,
                "expected no epoch that is about to open its first phase, but epoch 2 (next) is approved, and paused",
                "resume it, then let a in");
    }

    @Test
    void onTheWayBackItHaltsAndUndoesWhatItHas() {
        Scenario fleet = inValidate("a", "b").rollback();
        fleet.halted("b");
        restored(fleet, "a");

        join(fleet, "a");
        assertThat(order(fleet, "a").hasHalt()).isTrue();
        assertThat(fleet.epoch().waivers()).as("the way back waits for it").isEmpty();
        confirmed(fleet, "a");
        fleet.halted("a");
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);
        fleet.everyNodeHasUndone();
        restored(fleet, "b", 3);
        join(fleet, "b");

        assertThat(order(fleet, "b").hasHalt()).isTrue();
        assertThat(fleet.epoch().waivers()).containsOnlyKeys("b");
        confirmed(fleet, "b", 3);
        fleet.halted("b");
        for (Phase phase : List.of(Phase.VALIDATE, Phase.BACKFILL, Phase.EXPAND)) {
            while (fleet.epoch().isOpen()
                    && fleet.epoch().node("a").undone() != fleet.epoch().phase()) {
                fleet.undone("a");
            }
            undone(fleet, "b", phase);
        }
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void itsNewestStateMayComeBackAfterAll() {
        Scenario fleet = inValidate("a", "b");
        restored(fleet, "a");
        join(fleet, "a");
        NodeHello.Builder newest =
                hello("a", 3, fleet.state().directives()).setFingerprint(schema(object("table:orders"), NOTE));
        assertThat(fleet.says(newest)).isInstanceOf(Reply.Held.class);

        assertThat(join(fleet, "a")).isInstanceOf(Decision.Accepted.class);

        assertThat(fleet.says(newest.setPosition(
                        Position.newBuilder().setNumber(fleet.state().directives()))))
                .isEqualTo(new Reply.Confirmed("a", 3));
        assertThat(order(fleet, "a").getCatchUp().getPhase()).isEqualTo(Phase.EXPAND);
    }

    /** A phase that is not through has made some of what its plan makes, and nobody has recorded it. */
    @Test
    void aBackupFromTheMiddleOfAPhaseIsLetInByItsPlan() {
        Scenario fleet = withHistory("a", "b");
        fleet.openOn("next", "orders");
        Plan.Builder plan = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(2)
                .setChangeHash(fleet.epoch().changeHash())
                .addSteps(Step.newBuilder()
                        .setNumber(1)
                        .setPhase(Phase.EXPAND)
                        .addEffects(ObjectChange.newBuilder()
                                .setPath(NOTE.getPath())
                                .setAfter(NOTE.getHash())));
        fleet.epoch()
                .names()
                .forEach(node -> fleet.report(
                        node,
                        report -> report.setPlanned(
                                Samples.planned(plan.setNode(node).build()))));
        fleet.approved().upTo(Phase.EXPAND);
        fleet.says(hello("a", 2, 1).setFingerprint(schema(object("table:orders"), NOTE)));

        assertThat(join(fleet, "a")).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void aPausedEpochOrdersWhenItIsResumed() {
        Scenario fleet = inValidate("a", "b").pause();
        restored(fleet, "a");
        join(fleet, "a");
        assertThat(order(fleet, "a").hasAdmit()).isTrue();
        confirmed(fleet, "a");

        fleet.resume();

        assertThat(order(fleet, "a").getCatchUp().getPhase()).isEqualTo(Phase.EXPAND);
    }

    @Test
    void aPlanFromBeforeItWasLetInDoesNotCountBeforeItIsAskedForOneAgain() {
        Scenario fleet = withHistory("a", "b");
        fleet.openOn("next", "orders");
        long mandate = fleet.epoch().node("a").mandate();
        fleet.planned(Scenario.EVERY_PHASE).pause();
        restored(fleet, "a");
        join(fleet, "a");
        confirmed(fleet, "a");

        fleet.report("a", mandate, fleet.plan("a", List.of(Phase.EXPAND)));
        assertThat(fleet.lastEvents()).isEmpty();
        fleet.resume();
        assertThat(order(fleet, "a").hasPrepare()).isTrue();
        fleet.report("a", mandate, fleet.plan("a", List.of(Phase.EXPAND)));
        assertThat(fleet.lastEvents()).as("under a mandate from before").isEmpty();
        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND)));

        assertThat(fleet.epoch().node("a").isPlanned()).isTrue();
    }

    @Test
    void anEpochThatHasNotStartedIsNotGoneThroughAgain() {
        Scenario fleet = inValidate("a", "b");
        fleet.openOn("third", "orders");
        restored(fleet, "a");

        join(fleet, "a");

        assertThat(fleet.lastEvents().stream()
                        .filter(Event::hasNodeJoined)
                        .map(event -> event.getNodeJoined().getAgainList()))
                .containsExactly(List.of(2L));
        assertThat(fleet.at(3).epoch().stage()).isEqualTo(Stage.WAITING);
        assertThat(fleet.at(3).epoch().waivers()).isEmpty();
        assertThat(fleet.at(2).epoch().waivers()).containsOnlyKeys("a");
    }

    @Test
    void itIsLetInToEachOpenEpochByADirectiveOfItsOwn() {
        Scenario fleet = withHistory("a", "b");
        fleet.openOn("next", "orders");
        fleet.openOn("other", "items");
        restored(fleet, "a");
        long before = fleet.state().directives();

        join(fleet, "a");

        assertThat(fleet.state().directives()).isEqualTo(before + 3);
        assertThat(fleet.at(2).epoch().node("a").mandate()).isEqualTo(before + 2);
        assertThat(fleet.at(3).epoch().node("a").mandate()).isEqualTo(before + 3);
    }

    @Test
    void aBackupFromBeforeAnEpochThatHasEndedIsRefused() {
        Scenario fleet = inValidate("a", "b");
        fleet.says(hello("a", 2, 0).setFingerprint(schema()));

        UserDecisionsTest.assertRejected(
                join(fleet, "a"),
                Kind.WRONG_STATE,
                "expected a to have the schema that the history recorded for it, or the one from before the open"
                        + " epochs, but it differs in 1 object: table:orders",
                "restore a newer backup, or bring its schema up to date by hand (its agent shows it again every few seconds), then let it in");
    }

    @Test
    void anotherDatabaseUnderItsNameWaitsForTheEndOfTheEpoch() {
        Scenario fleet = inValidate("a", "b");
        fleet.says(hello("a", 2, 0).setAdoptionId("another").setFingerprint(schema(object("table:orders"))));

        UserDecisionsTest.assertRejected(
                join(fleet, "a"),
                Kind.WRONG_STATE,
                "expected no open epoch, because a node joins between epochs, but epoch 2 (next) is in VALIDATE",
                "wait until it has ended, then let a in");
    }

    /** These nodes, in VALIDATE of their second epoch, whose EXPAND made a column. */
    private static Scenario inValidate(String... nodes) {
        Scenario fleet = withHistory(nodes);
        fleet.openOn("next", "orders");
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);
        fleet.epoch().names().forEach(node -> fleet.done(node, NOTE));
        fleet.passGate();
        return fleet.upTo(Phase.VALIDATE);
    }

    private static Scenario withHistory(String... nodes) {
        Scenario fleet = new Scenario();
        Stream.of(nodes).forEach(node -> fleet.says(hello(node, 1, 0)));
        fleet.openOn("first", "orders");
        return fleet.completed();
    }

    /** The node says hello with a ledger and a schema from before the open epoch. */
    private static void restored(Scenario fleet, String node) {
        restored(fleet, node, 2);
    }

    private static void restored(Scenario fleet, String node, long incarnation) {
        assertThat(fleet.says(hello(node, incarnation, 1))).isInstanceOf(Reply.Held.class);
    }

    private static Reply confirmed(Scenario fleet, String node) {
        return confirmed(fleet, node, 2);
    }

    private static Reply confirmed(Scenario fleet, String node, long incarnation) {
        return fleet.says(hello(node, incarnation, fleet.state().directives()));
    }

    private static Decision join(Scenario fleet, String node) {
        return fleet.tell(new Command.Join(node, "ann", "only this backup"));
    }

    private static Order order(Scenario fleet, String node) {
        return fleet.directives().stream()
                .filter(directive -> directive.getOrder().getNodesList().contains(node))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .getOrder();
    }

    private static void caughtUp(Scenario fleet, String node, Phase phase) {
        List<CatalogObject> touched = phase == Phase.EXPAND ? List.of(NOTE) : List.of();
        fleet.report(
                node,
                report -> report.setPhaseDone(
                        PhaseDone.newBuilder().setPhase(phase).addAllTouched(touched)));
    }

    private static void undone(Scenario fleet, String node, Phase phase) {
        fleet.report(node, report -> report.setUndoDone(UndoDone.newBuilder().setPhase(phase)));
    }

    private static NodeHello.Builder hello(String node, long incarnation, long position) {
        return Samples.hello(node, incarnation)
                .setPosition(Position.newBuilder().setNumber(position))
                .setFingerprint(schema(object("table:orders")));
    }

    private static CatalogObject object(String path) {
        return CatalogObject.newBuilder()
                .setPath(path)
                .setHash(ByteString.copyFromUtf8(path))
                .build();
    }

    private static Fingerprint schema(CatalogObject... objects) {
        return Fingerprint.newBuilder().addAllObjects(List.of(objects)).build();
    }
}
