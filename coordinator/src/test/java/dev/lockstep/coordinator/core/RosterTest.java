package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes into a fleet after its first epoch, and who leaves it. */
class RosterTest {
    @Test
    void aNodeWithTheFleetsSchemaIsLetInAndExecutesOnceItsLedgerKnows() {
        Scenario fleet = withHistory();
        fleet.says(like("c", 1, 0));

        assertThat(join(fleet, "c")).isInstanceOf(Decision.Accepted.class);
        long admission = fleet.state().directives();

        assertThat(fleet.lastDirective().getOrder().getNodesList()).containsExactly("c");
        assertThat(fleet.lastDirective().getOrder().getAdmit().getMember().getDatabaseIdentity())
                .isEqualTo("database-of-c");
        assertThat(fleet.says(like("c", 1, admission - 1)))
                .isEqualTo(new Reply.Held(
                        "c", 1, "it was let in by directive " + admission + ", which its ledger has to receive first"));
        assertThat(fleet.says(like("c", 1, admission))).isEqualTo(new Reply.Confirmed("c", 1));
        assertThat(fleet.state().roster()).isEqualTo(Roster.EMPTY);
        fleet.openOn("next", "orders");
        assertThat(fleet.epoch().names()).containsExactly("a", "b", "c");
    }

    @Test
    void aNodeWithAnotherSchemaIsRefusedWithTheNumberOfDifferences() {
        Scenario fleet = withHistory();
        fleet.says(like("c", 1, 0).setFingerprint(schema("table:orders", "table:strange")));

        UserDecisionsTest.assertRejected(
                join(fleet, "c"),
                Kind.WRONG_STATE,
                "expected c to have the schema of the fleet's postgres nodes (such as a), but it differs in 2 objects:"
                        + " table:orders/column:note, table:strange",
                "bring its schema up to date by hand (its agent shows it again every few seconds), then let it in");
    }

    @Test
    void theOnlyNodeOfItsEngineCannotBeCompared() {
        Scenario fleet = withHistory();
        fleet.says(like("c", 1, 0).setEngine(Engine.MARIADB));

        UserDecisionsTest.assertRejected(
                join(fleet, "c"),
                Kind.WRONG_STATE,
                "expected another node of mariadb in fleet orders to compare c with, but there is none, and schemas of"
                        + " different engines cannot be compared",
                "nodes of this engine have to be there before the first epoch");
    }

    @Test
    void whoExecutesAlreadyAndWhoNobodyHasHeardOfAreNotLetIn() {
        Scenario fleet = withHistory();

        UserDecisionsTest.assertRejected(
                join(fleet, "a"),
                Kind.WRONG_STATE,
                "expected a node that waits to be let in, but a is a member and is neither held nor quarantined",
                "");
        UserDecisionsTest.assertRejected(
                join(fleet, "z"),
                Kind.NOT_FOUND,
                "expected a node that has said who it is, but fleet orders has not heard of \"z\"",
                "start an agent for it");
    }

    @Test
    void whereNodesOfOneEngineDifferNobodyCanSayWhichSchemaIsTheFleets() {
        Scenario fleet = new Scenario();
        fleet.says(like("a", 1, 0));
        fleet.says(like("b", 1, 0).setFingerprint(schema("table:orders")));
        fleet.openOn("first", "orders");
        fleet.completed().says(like("c", 1, 0));

        UserDecisionsTest.assertRejected(
                join(fleet, "c"),
                Kind.WRONG_STATE,
                "expected the postgres nodes of the fleet to have one schema, but what is recorded of a and b differs"
                        + " in 1 object: table:orders/column:note",
                "nobody can say which of them a new node has to equal");
    }

    @Test
    void ofTwoThatShowOneDatabaseOnlyOneIsLetIn() {
        Scenario fleet = withHistory();
        fleet.says(like("c", 1, 0).setDatabaseIdentity("shared"));
        fleet.says(like("d", 1, 0).setDatabaseIdentity("shared"));
        assertThat(join(fleet, "d")).isInstanceOf(Decision.Accepted.class);

        UserDecisionsTest.assertRejected(
                join(fleet, "c"),
                Kind.WRONG_STATE,
                "expected a database of its own, but the one of c is already node d",
                "give each node a database of its own");
        assertThat(fleet.state().members()).doesNotContainKey("c");
    }

    @Test
    void onlyAMemberCanLeave() {
        UserDecisionsTest.assertRejected(
                withHistory().tell(new Command.Leave("z", "ann", "sold", false)),
                Kind.NOT_FOUND,
                "expected a member of fleet orders, but z is none",
                "its members are a, b");
    }

    @Test
    void whatANodeThatHasLeftReportsIsAnsweredWithTheReason() {
        Scenario fleet = withHistory();
        fleet.openOn("next", "orders");
        leave(fleet, "b");

        Decision answer = fleet.tell(new Command.ReportReceived(Report.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(2)
                .setStamp(ReportStamp.newBuilder().setNode("b").setIncarnation(1))
                .setHalted(Halted.getDefaultInstance())
                .build()));

        assertThat(((Decision.Accepted) answer).reply())
                .isEqualTo(new Reply.Held(
                        "b",
                        1,
                        "it has left the fleet (sold); only a decision lets it in again: lockstep roster join"));
        assertThat(fleet.lastEvents()).isEmpty();
    }

    @Test
    void aNodeThatComesDuringAnEpochNeitherSlipsInNorIsMissed() {
        Scenario fleet = withHistory();
        fleet.openOn("next", "orders");
        fleet.says(like("c", 1, 0));

        UserDecisionsTest.assertRejected(
                join(fleet, "c"),
                Kind.WRONG_STATE,
                "expected no open epoch, because a node joins between epochs, but epoch 2 (next) is in PREFLIGHT",
                "wait until it has ended, then let c in");
        assertThat(fleet.epoch().names()).containsExactly("a", "b");
        fleet.completed();

        assertThat(join(fleet, "c")).as("it has to be decided anew").isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void aSchemaThatChangedAfterItWasLetInIsFoundOut() {
        Scenario fleet = withHistory();
        fleet.says(like("c", 1, 0));
        join(fleet, "c");

        Reply reply = fleet.says(like("c", 1, fleet.state().directives()).setFingerprint(schema("table:orders")));

        assertThat(((Reply.Held) reply).reason())
                .isEqualTo(
                        "its schema is no longer the one that was let in: it differs in 1 object:"
                                + " table:orders/column:note; bring it back, or let it in again: lockstep roster join c --reason …");
    }

    @Test
    void aNodeThatMayStillBeChangedIsNotLetIn() {
        Scenario fleet = withHistory();
        fleet.tell(new Command.Leave("b", "ann", "sold", false));
        fleet.tell(new Command.Leave("b", "bob", "", true));

        Reply reply = fleet.says(like("b", 1, fleet.state().directives()).setWorking(true));

        assertThat(((Reply.Held) reply).reason()).startsWith("it has left the fleet (sold)");
        UserDecisionsTest.assertRejected(
                join(fleet, "b"),
                Kind.WRONG_STATE,
                "expected b to have shown, at rest, a schema that nothing changes any more, but it has not yet; it has"
                        + " left the fleet (sold)",
                "see that its agent runs, and wait until the statement that it was in has ended; then ask again");
        fleet.says(like("b", 1, fleet.state().directives()));
        assertThat(join(fleet, "b")).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void aRestoredNodeComesBackWithTheSchemaThatIsRecordedOfIt() {
        Scenario fleet = withHistory();
        assertThat(fleet.says(like("a", 2, 0).setFingerprint(schema("table:orders"))))
                .isInstanceOf(Reply.Held.class);
        UserDecisionsTest.assertRejected(
                join(fleet, "a"),
                Kind.WRONG_STATE,
                "expected a to have the schema that the history recorded for it, but it differs in 1 object:"
                        + " table:orders/column:note",
                "restore a newer backup, or bring its schema up to date by hand (its agent shows it again every few seconds), then let it in");
        fleet.says(like("a", 2, 3));

        join(fleet, "a");

        assertThat(fleet.says(like("a", 2, fleet.state().directives()))).isEqualTo(new Reply.Confirmed("a", 2));
        assertThat(fleet.says(like("a", 3, fleet.state().directives())))
                .as("its ledger begins to count anew")
                .isEqualTo(new Reply.Confirmed("a", 3));
        fleet.openOn("next", "orders");
        assertThat(fleet.completed().epoch().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void aLedgerThatIsAheadOfTheJournalIsNoCaseForTheRoster() {
        Scenario fleet = withHistory();
        fleet.says(like("a", 2, 99));

        assertThat(fleet.member("a").held()).endsWith("the journal has lost entries");
        assertThat(join(fleet, "a")).isInstanceOf(Decision.Rejected.class);
    }

    @Test
    void leavingIsAskedForWithAReasonAndThenConfirmed() {
        Scenario fleet = withHistory();
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Leave("b", "ann", " ", false)),
                Kind.INVALID,
                "expected a reason for the history, found none",
                "say why: lockstep roster leave b --reason …");
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Leave("b", "ann", "", true)),
                Kind.WRONG_STATE,
                "expected somebody to have asked that b leaves, but nobody has",
                "ask first, with a reason: lockstep roster leave b --reason …");

        fleet.tell(new Command.Leave("b", "ann", "sold", false));
        assertThat(fleet.state().members()).containsKey("b");
        fleet.tell(new Command.Leave("b", "bob", "", true));

        assertThat(fleet.state().members()).containsOnlyKeys("a");
        assertThat(fleet.state().roster().departed()).containsEntry("b", new Roster.Departure("ann", "sold", "bob"));
        assertThat(fleet.lastDirective().getOrder().getDismiss().getReason()).isEqualTo("sold");
        fleet.openOn("next", "orders");
        assertThat(fleet.epoch().names()).containsExactly("a");
    }

    @Test
    void aNodeThatHasLeftComesBackOnlyByADecision() {
        Scenario fleet = withHistory();
        leave(fleet, "b");

        assertThat(((Reply.Held) fleet.says(like("b", 2, 4))).reason())
                .isEqualTo("it has left the fleet (sold); only a decision lets it in again: lockstep roster join");
        join(fleet, "b");

        assertThat(fleet.says(like("b", 2, fleet.state().directives()))).isEqualTo(new Reply.Confirmed("b", 2));
        assertThat(fleet.state().roster().departed()).isEmpty();
    }

    @Test
    void anOpenEpochGoesOnWithoutANodeThatHasLeft() {
        Scenario fleet = withHistory();
        fleet.openOn("next", "orders");
        fleet.planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(dev.lockstep.v1.Phase.EXPAND)
                .done("a");

        leave(fleet, "b");

        assertThat(fleet.epoch().names()).containsExactly("a");
        assertThat(fleet.epoch().left()).containsOnlyKeys("b");
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch())).containsExactly("the gate of EXPAND");
        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Leave("a", "ann", "sold", false)),
                Kind.WRONG_STATE,
                "expected epoch 2 to have another node to go on with, but a is the last",
                "roll the epoch back, or wait until it has ended");
    }

    @Test
    void whoIsHeldAndLastIsToldWhatTheEpochWaitsFor() {
        Scenario fleet = withHistory();
        fleet.openOn("next", "orders");
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(dev.lockstep.v1.Phase.EXPAND);
        leave(fleet, "b");
        fleet.says(like("a", 2, 99));

        assertThat(fleet.tell(new Command.Leave("a", "ann", "sold", false)))
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        no -> assertThat(no.nextStep())
                                .startsWith("the epoch goes on, or back, when it is no longer held: its ledger "));
    }

    private static Decision join(Scenario fleet, String node) {
        return fleet.tell(new Command.Join(node, "ann", "it is needed"));
    }

    private static void leave(Scenario fleet, String node) {
        fleet.tell(new Command.Leave(node, "ann", "sold", false));
        fleet.tell(new Command.Leave(node, "bob", "", true));
    }

    /** Nodes a and b, and one epoch that they went through. */
    private static Scenario withHistory() {
        Scenario fleet = new Scenario();
        List.of("a", "b").forEach(node -> fleet.says(like(node, 1, 0)));
        fleet.openOn("first", "orders");
        return fleet.completed();
    }

    private static NodeHello.Builder like(String node, long incarnation, long position) {
        return Samples.hello(node, incarnation)
                .setPosition(Position.newBuilder().setNumber(position))
                .setFingerprint(schema("table:orders", "table:orders/column:note"));
    }

    private static Fingerprint schema(String... paths) {
        Fingerprint.Builder schema = Fingerprint.newBuilder();
        for (String path : paths) {
            schema.addObjects(CatalogObject.newBuilder().setPath(path).setHash(ByteString.copyFromUtf8(path)));
        }
        return schema.build();
    }
}
