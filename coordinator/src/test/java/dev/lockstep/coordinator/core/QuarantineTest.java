package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Epochs that go on without a node. */
class QuarantineTest {
    private static final Rollout ROLLOUT = Rollout.newBuilder()
            .addPolicies(PhasePolicy.newBuilder().setPhase(Phase.PREFLIGHT).setPolicy(FailurePolicy.QUARANTINE))
            .build();

    @Test
    void aNodeThatRefusesIsLeftOutAndTheOthersComplete() {
        Scenario fleet = refusedBy("b");

        assertThat(fleet.epoch().names()).containsExactly("a", "c");
        assertThat(fleet.epoch().roster()).extracting("node").containsExactly("a", "c");
        assertThat(fleet.epoch().leftOut()).containsOnly(java.util.Map.entry("b", "PREFLIGHT refused: no room"));
        assertThat(fleet.lastDirective().getOrder().getClose().getOutcome()).isEqualTo(EpochOutcome.OUTCOME_REJECTED);
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("b");

        fleet.approved().upTo(Phase.RELEASE).everyNodeIsDone();
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .singleElement()
                .asString()
                .endsWith("; CONTRACT goes on without b: quarantined, with the old shape only");
        fleet.upTo(Phase.CONTRACT).everyNodeIsDone();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.COMPLETED);
        assertThat(fleet.epoch().reason())
                .isEqualTo("every node has the new schema, except for those that are quarantined and keep the one from"
                        + " before: b (PREFLIGHT refused: no room)");
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "c");
    }

    @Test
    void laterEpochsDoNotBindItAndAreMissedToo() {
        Scenario fleet = completedWithout("b");

        fleet.open("second", ROLLOUT, 0);

        assertThat(fleet.epoch().names()).containsExactly("a", "c");
        assertThat(fleet.epoch().leftOut()).containsOnly(java.util.Map.entry("b", "quarantined since epoch 1"));
        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("a", "c");
        assertThat(fleet.member("b").missed().keySet()).containsExactly(1L, 2L);
    }

    @Test
    void anEpochThatEndsWithoutAChangeIsNotMissed() {
        Scenario fleet = refusedBy("b");
        assertThat(fleet.member("b").isQuarantined()).isTrue();

        fleet.rollback();
        fleet.everyNodeIsHalted();

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(fleet.member("b").isQuarantined()).isFalse();
        assertThat(fleet.epoch().leftOut()).as("the history remembers").containsKey("b");
        fleet.open("second");
        assertThat(fleet.epoch().names()).containsExactly("a", "b", "c");
    }

    @Test
    void aNodeThatIsStillBehindStaysQuarantinedWhenALaterEpochIsRolledBack() {
        Scenario fleet = completedWithout("b");
        fleet.open("second").rollback().everyNodeIsHalted();

        assertThat(fleet.member("b").missed().keySet()).containsExactly(1L);
    }

    @Test
    void aNodeThatFailsInPreflightIsLeftOutAtOnce() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c").open("first", ROLLOUT, 0);

        fleet.failed("c");

        assertThat(fleet.epoch().paused()).isFalse();
        assertThat(fleet.epoch().leftOut().get("c")).contains("disk full");
        assertThat(fleet.epoch().names()).containsExactly("a", "b");
    }

    @Test
    void whereNobodyWouldBeLeftTheEpochIsRejected() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first", ROLLOUT, 0);
        refuse(fleet, "a");
        refuse(fleet, "b");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.REJECTED);
        assertThat(fleet.member("a").isQuarantined()).isFalse();
    }

    @Test
    void theLastNodeThatFailsPausesTheEpoch() {
        Scenario fleet = Scenario.fleetOf("a").open("first", ROLLOUT, 0);

        fleet.failed("a");

        assertThat(fleet.epoch().paused()).isTrue();
    }

    @Test
    void whatComesFromItAfterwardsIsAcknowledgedAndChangesNothing() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first", ROLLOUT, 0);
        long prepare = fleet.lastDirective().getNumber();
        fleet.failed("b");

        Decision answer = fleet.report("b", prepare, fleet.plan("b", Scenario.EVERY_PHASE));

        assertThat(answer).isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
            assertThat(accepted.events()).isEmpty();
            assertThat(accepted.reply()).isInstanceOf(Reply.Acknowledged.class);
        });
    }

    @Test
    void anEpochThatWaitedLeavesOutWhoWasQuarantinedMeanwhile() {
        Scenario fleet = Scenario.fleetOf("a", "b", "c");
        fleet.tell(Samples.open(Samples.change("first", ROLLOUT, 0, "orders"), "ann"));
        fleet.tell(Samples.open(Samples.change("second", ROLLOUT, 0, "orders"), "ann"));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.WAITING);
        fleet.at(1);
        refuse(fleet, "b");
        List.of("a", "c").forEach(name -> fleet.report(name, fleet.plan(name, List.of(Phase.EXPAND))));
        fleet.approved().upTo(Phase.VALIDATE).everyNodeIsDone();

        fleet.at(2);

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.FORWARD);
        assertThat(fleet.epoch().names()).containsExactly("a", "c");
        assertThat(fleet.lastDirective().getOrder().getPrepare().getRosterList())
                .extracting("node")
                .containsExactly("a", "c");
        assertThat(fleet.member("b").missed().keySet()).containsExactly(1L, 2L);
    }

    @Test
    void anEpochThatWaitedIsRejectedWhenEachOfItsNodesWasQuarantinedMeanwhile() {
        Scenario fleet = Scenario.fleetOf("a", "b");
        fleet.tell(Samples.open(Samples.change("first", ROLLOUT, 0, "orders"), "ann"));
        fleet.tell(Samples.open(Samples.change("second", ROLLOUT, 0, "items"), "ann"));
        fleet.tell(Samples.open(Samples.change("third", ROLLOUT, 0, "orders", "items"), "ann"));
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.WAITING);
        refuse(fleet.at(1), "a");
        refuse(fleet.at(2), "b");

        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND)));
        fleet.approved().upTo(Phase.VALIDATE).everyNodeIsDone();
        fleet.at(1).report("b", fleet.plan("b", List.of(Phase.EXPAND)));
        fleet.approved().upTo(Phase.VALIDATE).everyNodeIsDone();

        assertThat(fleet.at(3).epoch().stage()).isEqualTo(Stage.REJECTED);
        assertThat(fleet.epoch().reason()).isEqualTo("each of its nodes is quarantined: a, b");
    }

    @Test
    void aNodeThatHasBeenBroughtUpToDateComesBackByADecision() {
        Scenario fleet = completedWithout("b");
        Fingerprint asTheOthers = Fingerprint.newBuilder()
                .addAllObjects(fleet.member("a").recorded().values())
                .build();
        Fingerprint asBefore = Fingerprint.newBuilder()
                .addObjects(CatalogObject.newBuilder().setPath("table:old").setHash(ByteString.copyFromUtf8("old")))
                .build();

        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Join("b", "ann", "mended")),
                Decision.Kind.WRONG_STATE,
                "expected b to show the schema that it has, but its agent did not answer",
                "see that its agent runs, then ask again");
        assertThat(fleet.tell(new Command.Join("b", "ann", "mended", asBefore)))
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("it differs in 1 object: table:old"));
        assertThat(fleet.member("b").isQuarantined()).isTrue();

        fleet.tell(new Command.Join("b", "ann", "mended", asTheOthers));

        assertThat(fleet.member("b").isQuarantined()).isFalse();
        assertThat(fleet.member("b").recorded()).isEqualTo(fleet.member("a").recorded());
        fleet.open("second");
        assertThat(fleet.epoch().names()).containsExactly("a", "b", "c");
    }

    @Test
    void theSchemaOfWhoIsBehindIsNoMeasureForANewNode() {
        CatalogObject note = CatalogObject.newBuilder()
                .setPath("table:orders/column:note")
                .setHash(ByteString.copyFromUtf8("note"))
                .build();
        Scenario fleet = refusedBy("b").approved().upTo(Phase.EXPAND);
        fleet.done("a", note);
        fleet.done("c", note);
        fleet.passGate();
        fleet.upTo(Phase.CONTRACT).everyNodeIsDone();
        fleet.says(Samples.hello("d", 1)
                .setFingerprint(Fingerprint.newBuilder().addObjects(note).build()));

        assertThat(fleet.tell(new Command.Join("d", "ann", "more room"))).isInstanceOf(Decision.Accepted.class);
        assertThat(fleet.member("b").recorded()).isEmpty();
    }

    @Test
    void afterPreflightNobodyIsLeftOut() {
        Rollout everywhere =
                Rollout.newBuilder().setOnFailure(FailurePolicy.QUARANTINE).build();
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", everywhere, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);

        fleet.failed("b");

        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().names()).containsExactly("a", "b");
    }

    private static Scenario refusedBy(String node) {
        Scenario fleet = Scenario.fleetOf("a", "b", "c").open("first", ROLLOUT, 0);
        fleet.epoch().names().forEach(name -> {
            if (name.equals(node)) {
                refuse(fleet, name);
            } else {
                fleet.report(name, fleet.plan(name, Scenario.EVERY_PHASE));
            }
        });
        return fleet;
    }

    private static Scenario completedWithout(String node) {
        Scenario fleet = refusedBy(node).approved().upTo(Phase.CONTRACT).everyNodeIsDone();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.COMPLETED);
        return fleet;
    }

    private static void refuse(Scenario fleet, String node) {
        fleet.report(node, report -> report.setPlanned(Samples.refusal("no room")));
    }
}
