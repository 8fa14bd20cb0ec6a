package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who belongs to a fleet, who may execute, and who is held. */
class NodeAdmissionTest {
    private static final String REPLACED =
            "its agent has been replaced: incarnation 4, but 5 serves it; if no other agent does, the database was"
                    + " restored from an older backup: bring it back, or let it in: lockstep roster join a --reason"
                    + " …";

    @Test
    void aNewNodeIsRegisteredWithTheSchemaThatItCameWith() {
        Scenario fleet = new Scenario();

        Decision decision =
                fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 1).build()));

        assertThat(fleet.lastEvents())
                .extracting(Event::getKindCase)
                .containsExactly(Event.KindCase.NODE_REGISTERED, Event.KindCase.NODE_ATTACHED);
        assertThat(reply(decision)).isEqualTo(new Reply.Confirmed("a", 1));
        assertThat(fleet.member("a").agent()).isEqualTo("agent-a");
    }

    @Test
    void theSameHelloAgainIsConfirmedWithoutAnEvent() {
        Scenario fleet = Scenario.fleetOf("a");

        Decision decision =
                fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 1).build()));

        assertThat(decision).isEqualTo(new Decision.Accepted(List.of(), new Reply.Confirmed("a", 1)));
    }

    @Test
    void aNewNodeWithALedgerOfAnotherHistoryIsTurnedAway() {
        assertTurnedAway(
                new Scenario(),
                at(Samples.hello("a", 1), 7, 0),
                "its ledger has received directive 7, but fleet orders has never seen it: the journal is another one, or"
                        + " has lost entries");
    }

    @Test
    void aNodeThatComesLaterIsKnownAndNoMember() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        String reason = "fleet orders has a history that this node has not gone through; when its schema equals that of"
                + " the fleet's nodes of its engine, let it in: lockstep roster join b --reason …";

        Decision decision =
                fleet.tell(new Command.Hello("agent-b", Samples.hello("b", 1).build()));

        assertThat(reply(decision)).isEqualTo(new Reply.Held("b", 1, reason));
        assertThat(fleet.state().members()).containsOnlyKeys("a");
        assertThat(fleet.state().roster().applicants().get("b").reason()).isEqualTo(reason);
        assertThat(fleet.epoch().names()).containsExactly("a");
        assertThat(fleet.tell(new Command.Hello("agent-b", Samples.hello("b", 1).build())))
                .as("said once")
                .isEqualTo(new Decision.Accepted(List.of(), new Reply.Held("b", 1, reason)));
    }

    @Test
    void oneDatabaseIsOneNode() {
        assertTurnedAway(
                Scenario.fleetOf("a"),
                Samples.hello("b", 1).setDatabaseIdentity("database-of-a"),
                "its database (database-of-a) is already node a; give each node a database of its own");
    }

    @Test
    void anAgentThatWasReplacedIsTurnedAwayAndTheNodeIsNotHeld() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 5).build()));

        assertThat(fleet.says(Samples.hello("a", 4))).isEqualTo(new Reply.Held("a", 4, REPLACED));
        assertThat(fleet.member("a").held()).isEmpty();

        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 5).build()));
        assertThat(fleet.state().roster())
                .as("who serves it has said again who it is")
                .isEqualTo(Roster.EMPTY);
    }

    @Test
    void aBackupThatIsOnlyOlderThanTheLastStartWaitsForADecision() {
        Scenario fleet = Scenario.fleetOf("a", "b");
        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 5).build()));
        fleet.says(Samples.hello("a", 4));

        assertThat(fleet.tell(new Command.Join("a", "ann", "its disk was lost")))
                .isInstanceOf(Decision.Accepted.class);
        NodeHello.Builder again = at(Samples.hello("a", 4), fleet.state().directives(), 0);
        assertThat(fleet.says(again)).isEqualTo(new Reply.Confirmed("a", 4));
    }

    @Test
    void whoWaitsForANodeWhoseAgentWasTurnedAwayIsTold() {
        Scenario fleet = Scenario.fleetOf("a", "b");
        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 5).build()));
        fleet.open("first");
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch())).contains("node a to finish PREFLIGHT");

        fleet.says(Samples.hello("a", 4));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly(
                        "node a to finish PREFLIGHT; an agent of it was refused: " + REPLACED,
                        "node b to finish PREFLIGHT");
    }

    @Test
    void anotherDatabaseUnderTheNameOfANodeIsHeldUntilTheRightOneIsBack() {
        Scenario fleet = Scenario.fleetOf("a");
        String reason = "expected database database-of-a, adopted as adoption-of-a, but found clone, adopted as"
                + " adoption-of-a: another database under the name of this node";

        assertHeld(fleet, Samples.hello("a", 1).setDatabaseIdentity("clone"), reason);
        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 2).build()));

        assertThat(fleet.member("a").held()).isEmpty();
    }

    @Test
    void aLedgerThatIsOlderThanWhatItReportedIsHeld() {
        Scenario fleet = Scenario.fleetOf("a").open("first").planned(Scenario.EVERY_PHASE);

        assertHeld(
                fleet,
                at(Samples.hello("a", 2), 0, 9),
                "its ledger is older than the history: it stands at directive 0 and row 9, but it had reported on"
                        + " directive 1 and row 1: the database was restored from an older backup, or lost commits in a"
                        + " failover; bring its newest state back, or let it go on from this one: lockstep roster join"
                        + " a --reason …");
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .as("everything is planned")
                .hasSize(1);
        fleet.tell(new Command.Hello("agent-a", at(Samples.hello("a", 3), 1, 1).build()));
        assertThat(fleet.member("a").held()).isEmpty();
        assertHeld(
                fleet,
                at(Samples.hello("a", 3), 1, 0),
                "its ledger is older than the history: it stands at directive 1 and row 0, but it had reported on"
                        + " directive 1 and row 1: the database was restored from an older backup, or lost commits in a"
                        + " failover; bring its newest state back, or let it go on from this one: lockstep roster join"
                        + " a --reason …");
    }

    @Test
    void aLedgerThatIsSoOldThatItsIncarnationIsOldTooIsHeld() {
        Scenario fleet = Scenario.fleetOf("a").open("first").planned(Scenario.EVERY_PHASE);
        fleet.tell(new Command.Hello("agent-a", at(Samples.hello("a", 5), 1, 1).build()));

        assertHeld(
                fleet,
                at(Samples.hello("a", 3), 1, 0),
                "its ledger is older than the history: it stands at directive 1 and row 0, but it had reported on"
                        + " directive 1 and row 1: the database was restored from an older backup, or lost commits in a"
                        + " failover; bring its newest state back, or let it go on from this one: lockstep roster join"
                        + " a --reason …");
    }

    @Test
    void aHelloThatMayOnlyBeLateIsAskedForAgainAndHoldsNobody() {
        Scenario fleet = Scenario.fleetOf("a").open("first").planned(Scenario.EVERY_PHASE);
        FleetState before = fleet.state();
        HeardFromNode heard =
                HeardFromNode.newBuilder().setMandate(1).setLogNumber(1).build();
        NodeHello.Builder late = at(Samples.hello("a", 1), 1, 0);

        assertThat(fleet.saysOnce(late))
                .isInstanceOfSatisfying(
                        Reply.AskAgain.class, again -> assertThat(again.heard()).isEqualTo(heard));
        assertThat(fleet.state()).isEqualTo(before);

        // Also one that answers, and was overtaken after that: what had been heard when it was asked for, it reaches.
        NodeHello.Builder overtaken =
                late.clone().setInAnswerTo(HeardFromNode.newBuilder().setMandate(1));
        assertThat(fleet.saysOnce(overtaken)).isInstanceOf(Reply.AskAgain.class);
        assertThat(fleet.saysOnce(at(Samples.hello("a", 1), 1, 1).setInAnswerTo(heard)))
                .isEqualTo(new Reply.Confirmed("a", 1));
        assertThat(fleet.member("a").held()).isEmpty();
    }

    @Test
    void aJournalThatIsShorterThanALedgerIsSaid() {
        assertHeld(
                Scenario.fleetOf("a").open("first"),
                at(Samples.hello("a", 2), 3, 0),
                "its ledger has received directive 3, but the journal ends at 1: the journal has lost entries");
    }

    @Test
    void aLedgerThatReceivedAnotherDirectiveUnderTheSameNumberIsHeld() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        NodeHello.Builder hello = at(Samples.hello("a", 2), 1, 0);
        hello.getPositionBuilder().setHash(ByteString.fromHex("0a"));
        ByteString decided = ByteString.fromHex("0b");

        Decision other = fleet.tell(new Command.Hello("agent", hello.build(), decided));

        String reason = "its ledger has received directive 1 with hash 0a, but the journal decided one with hash 0b: it"
                + " has followed another journal";
        assertThat(reply(other)).isEqualTo(new Reply.Held("a", 2, reason));
        assertThat(fleet.member("a").held()).isEqualTo(reason);
        hello.getPositionBuilder().setHash(decided);
        assertThat(reply(fleet.tell(new Command.Hello("agent", hello.build(), decided))))
                .isEqualTo(new Reply.Confirmed("a", 2));
    }

    @Test
    void anEpochSaysThatItWaitsForANodeThatIsHeld() {
        Scenario fleet = Scenario.fleetOf("a").open("first");
        fleet.tell(new Command.Hello(
                "agent-a", Samples.hello("a", 1).setAdoptionId("x").build()));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("node a to finish PREFLIGHT, but it is held: "
                        + fleet.member("a").held());
        assertThat(fleet.epoch().phase()).isEqualTo(Phase.PREFLIGHT);
    }

    private static void assertTurnedAway(Scenario fleet, NodeHello.Builder hello, String reason) {
        FleetState before = fleet.state();

        Decision decision = fleet.tell(new Command.Hello("agent", hello.build()));

        assertThat(reply(decision)).isEqualTo(new Reply.Held(hello.getNode(), hello.getIncarnation(), reason));
        assertThat(fleet.state()).isEqualTo(before);
    }

    private static void assertHeld(Scenario fleet, NodeHello.Builder hello, String reason) {
        assertThat(fleet.says(hello)).isEqualTo(new Reply.Held(hello.getNode(), hello.getIncarnation(), reason));
        assertThat(fleet.member(hello.getNode()).held()).isEqualTo(reason);
    }

    private static NodeHello.Builder at(NodeHello.Builder hello, long position, long row) {
        return hello.setPosition(Position.newBuilder().setNumber(position)).setLogNumber(row);
    }

    private static Reply reply(Decision decision) {
        return ((Decision.Accepted) decision).reply();
    }
}
