package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report changes, when it changes nothing, and what is answered. */
class ReportDecisionsTest {
    private static final ByteString HASH = ByteString.fromHex("aa");

    @Test
    void aPhaseThatIsDoneIsAcknowledgedAndRecorded() {
        Scenario fleet = expanding();
        CatalogObject column = CatalogObject.newBuilder()
                .setPath("table:orders/column:region")
                .setHash(HASH)
                .build();

        Decision decision = fleet.done("a", column);

        assertThat(replyTo(decision)).isInstanceOf(Reply.Acknowledged.class);
        assertThat(fleet.epoch().node("a").acknowledged()).isEqualTo(Phase.EXPAND);
        assertThat(fleet.member("a").recorded()).containsEntry("table:orders/column:region", column);

        fleet.done("b");
        fleet.passGate();
        fleet.done("a", column.toBuilder().clearHash().build());

        assertThat(fleet.member("a").recorded()).as("what is gone is forgotten").isEmpty();
    }

    @Test
    void aRepetitionChangesNothingAndIsAcknowledgedAgain() {
        Scenario fleet = expanding();
        fleet.done("a");
        FleetState before = fleet.state();

        Decision again = fleet.done("a");

        assertThat(replyTo(again)).isInstanceOf(Reply.Acknowledged.class);
        assertThat(fleet.state()).isEqualTo(before);
    }

    @Test
    void aPlanCountsOnceAndInPreflightOnly() {
        Scenario fleet = Scenario.fleetOf("a", "b").open("first");
        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND)));
        Planned first = fleet.epoch().node("a").planned();

        fleet.report("a", fleet.plan("a", List.of(Phase.EXPAND, Phase.CONTRACT)));
        assertThat(fleet.lastEvents()).as("in place of the first one").isEmpty();
        assertThat(fleet.epoch().node("a").planned()).isEqualTo(first);

        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);
        fleet.report("b", fleet.plan("b", List.of(Phase.CONTRACT)));
        assertThat(fleet.lastEvents()).as("after PREFLIGHT").isEmpty();
    }

    @Test
    void anUndoThatNobodyAskedForDoesNotCount() {
        Scenario fleet = expanding();

        assertThat(replyTo(fleet.undone("a"))).isInstanceOf(Reply.Acknowledged.class);

        assertThat(fleet.lastEvents()).isEmpty();
    }

    @Test
    void aPhaseDoneCountsEvenWhenAPauseCameInBetween() {
        Scenario fleet = expanding();
        long mandate = fleet.epoch().node("a").mandate();
        fleet.pause();

        fleet.report(
                "a",
                mandate,
                report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(Phase.EXPAND)));

        assertThat(fleet.epoch().node("a").acknowledged()).isEqualTo(Phase.EXPAND);
    }

    @Test
    void aReportOfAnAgentThatWasReplacedIsNotAnswered() {
        Scenario fleet = expanding();
        fleet.tell(hello("a", 2, fleet.lastDirective().getNumber()));
        fleet.tell(new Command.ReportReceived(dev.lockstep.v1.Report.newBuilder()
                .setEpoch(1)
                .setStamp(dev.lockstep.v1.ReportStamp.newBuilder()
                        .setNode("a")
                        .setIncarnation(1)
                        .setMandate(fleet.epoch().node("a").mandate()))
                .setPhaseDone(PhaseDone.newBuilder().setPhase(Phase.EXPAND))
                .build()));

        assertThat(fleet.lastEvents()).isEmpty();
        assertThat(fleet.epoch().node("a").acknowledged()).isEqualTo(Phase.PREFLIGHT);
    }

    @Test
    void aLeaderThatIsBehindDoesNotAcknowledgeWhatItsSuccessorNeeds() {
        Scenario behind = expanding();

        Decision decision = behind.report(
                "a",
                behind.state().directives() + 1,
                report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(Phase.BACKFILL)));

        assertThat(decision).isEqualTo(new Decision.Accepted(List.of(), new Reply.Silence()));
    }

    @Test
    void aReportOfANodeThatIsHeldIsAnsweredWithTheReason() {
        Scenario fleet = expanding();
        fleet.done("a");
        fleet.says(hello("a", 2, 0).hello().toBuilder());

        Decision decision = fleet.done("a");

        assertThat(replyTo(decision))
                .isEqualTo(new Reply.Held("a", 1, fleet.member("a").held()));
        assertThat(fleet.member("a").held())
                .startsWith("its ledger is older than the history: it stands at directive 0");
    }

    @Test
    void aFailureAfterTheAcknowledgementIsNotOne() {
        Scenario fleet = expanding();
        fleet.done("a");

        fleet.failed("a");

        assertThat(fleet.epoch().paused()).isFalse();
        assertThat(fleet.epoch().node("a").failure()).isNull();
    }

    @Test
    void haltedCountsOnlyWhileTheFleetIsHalting() {
        Scenario fleet = expanding();

        fleet.report("a", report -> report.setHalted(Halted.getDefaultInstance()));

        assertThat(fleet.lastEvents()).isEmpty();
    }

    @Test
    void aRefusalIsJournaledOnceAndShown() {
        Scenario fleet = expanding();

        fleet.refuses("a", 2, "its signature is not of a key that this agent trusts");
        assertThat(fleet.lastEvents()).extracting(Event::hasDirectiveRefused).containsExactly(true);
        fleet.refuses("a", 2, "its signature is not of a key that this agent trusts");

        assertThat(fleet.lastEvents()).isEmpty();
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly(
                        "node a to finish EXPAND; it refuses directive 2: its signature is not of a key that this agent"
                                + " trusts",
                        "node b to finish EXPAND");
    }

    @Test
    void aRefusalOfANumberThatNobodyDecidedIsJournaledToo() {
        Scenario fleet = expanding();

        fleet.refuses("a", 99, "expected directive 3, found 99");

        assertThat(fleet.lastEvents()).extracting(Event::hasDirectiveRefused).containsExactly(true);
        assertThat(fleet.member("a").reportedMandate()).isLessThan(99);
    }

    @Test
    void aPlanThatCannotBeReadNeverReachesTheJournal() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        ByteString garbage = ByteString.fromHex("ffffffff");

        assertRefused(
                fleet,
                Planned.newBuilder()
                        .setPlan(garbage)
                        .setPlanHash(Hashing.hash(Hashing.Domain.PLAN, garbage))
                        .build(),
                "expected a plan of node a for epoch 1, but its bytes cannot be read");
    }

    @Test
    void aPlanMustHaveItsHash() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        Planned honest = Samples.planned("a", 1, fleet.epoch().changeHash(), List.of(Phase.EXPAND));

        assertRefused(
                fleet,
                honest.toBuilder().setPlanHash(HASH).build(),
                "expected the plan of node a for epoch 1 to have hash aa, but it has "
                        + Hashing.hex(honest.getPlanHash()));
    }

    @Test
    void aPlanMustBeForThisFleetEpochNodeAndChange() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        Plan right = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(1)
                .setNode("a")
                .setChangeHash(fleet.epoch().changeHash())
                .build();
        String begin = "expected a plan of node a for epoch 1, but it is for ";

        assertRefused(fleet, Samples.planned(right.toBuilder().setFleet("other").build()), begin + "fleet other");
        assertRefused(fleet, Samples.planned(right.toBuilder().setEpoch(2).build()), begin + "epoch 2");
        assertRefused(fleet, Samples.planned(right.toBuilder().setNode("b").build()), begin + "node b");
        assertRefused(
                fleet, Samples.planned(right.toBuilder().setChangeHash(HASH).build()), begin + "another change (aa)");
        assertRefused(
                fleet,
                Samples.planned(right.toBuilder()
                        .addSteps(Step.newBuilder().setNumber(1).setPhase(Phase.RELEASE))
                        .build()),
                "expected the plan of node a for epoch 1 to work in EXPAND, BACKFILL, VALIDATE and CONTRACT, but step 1"
                        + " is in RELEASE");
    }

    private static void assertRefused(Scenario fleet, Planned planned, String message) {
        UserDecisionsTest.assertRejected(
                fleet.report("a", report -> report.setPlanned(planned)),
                Kind.INVALID,
                message,
                "run an agent of the coordinator's version beside node a");
        assertThat(fleet.epoch().node("a").isPlanned()).isFalse();
    }

    private static Scenario expanding() {
        return Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
    }

    private static Command.Hello hello(String node, long incarnation, long position) {
        return new Command.Hello(
                "agent-" + node,
                Samples.hello(node, incarnation)
                        .setPosition(Position.newBuilder().setNumber(position))
                        .setLogNumber(1_000)
                        .build());
    }

    private static Reply replyTo(Decision decision) {
        return ((Decision.Accepted) decision).reply();
    }
}
