package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.ForgedNode.Draft;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.Violation;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checker knows of waivers, and of nodes that leave, come back or were restored: nothing is wrong with right histories, and each forgery is found. */
class RosterCheckerTest {
    private static final String ONE = "shard-1";
    private static final String TWO = "shard-2";
    private static final ByteString OTHER_SCHEMA = ByteString.copyFromUtf8("another");

    @Test
    void aNodeThatIsWaivedAndCatchesUpIsRight() {
        assertRight(waivedUpToRelease()
                .catchesUp(TWO, Phase.EXPAND)
                .catchesUp(TWO, Phase.VALIDATE)
                .catchesUp(TWO, Phase.RELEASE)
                .waiverEnds(TWO)
                .opens(Phase.CONTRACT, ONE, TWO)
                .goesThrough(ONE, Phase.CONTRACT)
                .goesThrough(TWO, Phase.CONTRACT)
                .completes(ONE, TWO));
    }

    @Test
    void aWaivedNodeThatLeavesIsWaitedForNoMore() {
        assertRight(waivedUpToRelease()
                .leaves(TWO)
                .opens(Phase.CONTRACT, ONE)
                .goesThrough(ONE, Phase.CONTRACT)
                .completes(ONE));
    }

    @Test
    void aWaivedNodeOnTheWayBackIsRight() {
        assertRight(halfInExpand()
                .halts(ONE)
                .waives(TWO)
                .undoOpens(ONE)
                .undoes(ONE, true)
                .haltsToo(TWO)
                .undoOrdered(TWO)
                .undoes(TWO, false)
                .waiverEnds(TWO)
                .closes(EpochOutcome.OUTCOME_ROLLED_BACK, ONE, TWO));
    }

    @Test
    void aNodeThatLeavesAndComesBackIsRight() {
        assertRight(completed().leaves(TWO).joins(TWO));
    }

    @Test
    void aRestoredNodeThatIsLetInIsRight() {
        assertRight(completed().restored(TWO, 3).joins(TWO, ForgedEvents.SCHEMA, 3));
    }

    @Test
    void decisionsAboutTheRosterAreCounted() {
        ForgedTale tale = completed().restored(TWO, 3).joins(TWO, ForgedEvents.SCHEMA, 3);
        assertThat(Checker.judge(tale.sealed()).roster()).isEqualTo(new Checker.RosterActs(0, 0, 1, 1));
        assertThat(Checker.judge(waivedUpToRelease().leaves(TWO).sealed()).roster())
                .isEqualTo(new Checker.RosterActs(1, 1, 0, 0));
    }

    @Test
    void findsThatAWaiverLetContractOpen() {
        assertFound(
                waivedUpToRelease().opens(Phase.CONTRACT, ONE),
                "I9",
                "CONTRACT was opened with a waiver in force for [shard-2]");
    }

    @Test
    void findsContractAfterAWaiverThatEndedTooEarly() {
        assertFound(
                waivedUpToRelease().waiverEnds(TWO).opens(Phase.CONTRACT, ONE, TWO),
                "I9",
                "the waiver of shard-2 ended, but it does not stand where the others are");
    }

    @Test
    void findsThatAnEpochEndedWithAWaiver() {
        assertFound(
                waived().opens(Phase.VALIDATE, ONE)
                        .goesThrough(ONE, Phase.VALIDATE)
                        .completes(ONE, TWO),
                "I9",
                "the end with a waiver in force for [shard-2]");
    }

    @Test
    void findsAnUndoThatEndedWithAWaiver() {
        assertFound(
                halfInExpand()
                        .halts(ONE)
                        .waives(TWO)
                        .undoOpens(ONE)
                        .undoes(ONE, true)
                        .closes(EpochOutcome.OUTCOME_ROLLED_BACK, ONE, TWO),
                "I9",
                "rolled back with a waiver in force for [shard-2]");
    }

    @Test
    void findsAWaiverForRelease() {
        assertFound(
                waivedUpToRelease()
                        .catchesUp(TWO, Phase.EXPAND)
                        .catchesUp(TWO, Phase.VALIDATE)
                        .catchesUp(TWO, Phase.RELEASE)
                        .waiverEnds(TWO)
                        .waives(TWO),
                "I9",
                "shard-2 was waived when it was in RELEASE");
    }

    @Test
    void findsAWaiverWithoutAReason() {
        assertFound(halfInExpand().tell(ForgedRoster.waived(TWO, " ")), "I9", "was waived without a name or a reason");
    }

    @Test
    void findsAPhaseThatWasOpenedBeforeSomebodyWhoWasNotWaived() {
        assertFound(
                halfInExpand().opens(Phase.VALIDATE, ONE),
                "I2",
                "EXPAND before VALIDATE was opened by everybody in the roster, but not by [shard-2]");
    }

    @Test
    void findsThatEverybodyWasWaived() {
        assertFound(halfInExpand().waives(TWO).waives(ONE), "I2", "nobody is left to go on with");
    }

    @Test
    void findsAnOrderToCatchUpWithoutAWaiver() {
        assertFound(halfInExpand().catchesUp(TWO, Phase.EXPAND), "I2", "[shard-2] were ordered to catch up");
    }

    @Test
    void findsThatAPhaseWasLeftOutCatchingUp() {
        assertFound(
                waivedUpToRelease().catchesUp(TWO, Phase.VALIDATE),
                "I1",
                "shard-2 acknowledged VALIDATE, but not EXPAND");
    }

    @Test
    void findsAnUndoByAWaivedNodeThatNeverHalted() {
        assertFound(
                halfInExpand()
                        .halts(ONE)
                        .waives(TWO)
                        .undoOpens(ONE)
                        .undoOrdered(TWO)
                        .undoes(TWO, false),
                "I6",
                "shard-2 has undone EXPAND, but never halted");
    }

    @Test
    void findsAReportOfANodeThatHasLeft() {
        assertFound(
                halfInExpand().leaves(TWO).says(TWO, Phase.EXPAND),
                "I2",
                "shard-2 acknowledged EXPAND, but it is not in the roster [shard-1]");
    }

    @Test
    void findsAnOrderForANodeThatHasLeft() {
        assertFound(
                halfInExpand().leaves(TWO).opens(Phase.VALIDATE, ONE, TWO), "I2", "an order binds [shard-1, shard-2]");
    }

    @Test
    void findsAnEffectOfANodeThatHasLeft() {
        assertFound(halfInExpand().leaves(TWO).steps(TWO, Phase.EXPAND), "I4", "begin after the node had left");
    }

    @Test
    void findsADismissalThatTheNodeHasNotReceived() {
        ForgedTale tale = completed().leaves(TWO);
        List<Draft> log = tale.node(TWO).log;
        log.remove(log.size() - 1);

        assertFound(tale, "I4", "its ledger has no dismissal by directive");
    }

    @Test
    void findsALeaveThatNobodyAskedFor() {
        assertFound(completed().leavesUnasked(TWO), "I2", "it left, but nobody had asked for that");
    }

    @Test
    void findsAnEpochThatMissesAMember() {
        ForgedTale tale = completed();
        tale.history.entries.add(1, List.of(ForgedEvents.registered("shard-3")));

        assertFound(tale, "I2", "it binds [shard-1, shard-2], but the fleet's members are [shard-1, shard-2, shard-3]");
    }

    @Test
    void findsANodeThatSlipsIn() {
        assertFound(
                halfInExpand().tell(ForgedEvents.registered("shard-3")),
                "I2",
                "it registered after an epoch had opened");
    }

    @Test
    void findsANodeThatJoinsWithAnotherSchema() {
        assertFound(
                completed().leaves(TWO).joins(TWO, OTHER_SCHEMA, 9),
                "I8",
                "it joined with another schema than the one that it should have");
    }

    @Test
    void findsANodeThatJoinsDuringAnEpoch() {
        assertFound(halfInExpand().leaves(TWO).joins(TWO), "I2", "it joined while an epoch was open");
    }

    @Test
    void findsWorkUnderAMandateFromBeforeTheAdmission() {
        ForgedTale tale = completed().leaves(TWO).joins(TWO);
        tale.node(TWO).log.add(new Draft(1, 3, 1, "outcome", "VALIDATE", 0));

        assertFound(tale, "I4", "outcome under mandate 3, void since directive");
    }

    @Test
    void findsWorkOfARestoredNodeBeforeItIsLetIn() {
        ForgedTale tale = completed().restored(TWO, 3).steps(TWO, Phase.EXPAND).joins(TWO, ForgedEvents.SCHEMA, 3);

        assertFound(tale, "I4", "begin by a node that was let in later");
    }

    @Test
    void findsANodeThatWasHeldAlthoughNobodyRestoredIt() {
        ForgedTale tale = completed().restored(TWO, 3).joins(TWO, ForgedEvents.SCHEMA, 3);
        tale.history.restored.clear();

        assertFound(tale, "I8", "it was held, although nobody restored it");
    }

    @Test
    void findsAReportThatARestoredLedgerMustStillHold() {
        ForgedTale tale = completed().restored(TWO, 3).joins(TWO, ForgedEvents.SCHEMA, 6);

        assertFound(tale, "I5", "the journal has an outcome under mandate");
    }

    /** The first node is through with EXPAND, the second one was told to begin. */
    private static ForgedTale halfInExpand() {
        return new ForgedTale().opens(Phase.EXPAND, ONE, TWO).goesThrough(ONE, Phase.EXPAND);
    }

    private static ForgedTale waived() {
        return halfInExpand().waives(TWO);
    }

    private static ForgedTale waivedUpToRelease() {
        return waived().opens(Phase.VALIDATE, ONE)
                .goesThrough(ONE, Phase.VALIDATE)
                .opens(Phase.RELEASE, ONE)
                .goesThrough(ONE, Phase.RELEASE)
                .tell(ForgedRoster.released());
    }

    private static ForgedTale completed() {
        return halfInExpand()
                .goesThrough(TWO, Phase.EXPAND)
                .opens(Phase.VALIDATE, ONE, TWO)
                .goesThrough(ONE, Phase.VALIDATE)
                .goesThrough(TWO, Phase.VALIDATE)
                .completes(ONE, TWO);
    }

    private static void assertRight(ForgedTale tale) {
        assertThat(Checker.judge(tale.sealed()).violations()).isEmpty();
    }

    private static void assertFound(ForgedTale tale, String invariant, String text) {
        assertThat(Checker.judge(tale.sealed()).violations()).anySatisfy((Violation violation) -> {
            assertThat(violation.invariant()).isEqualTo(invariant);
            assertThat(violation.where() + ": " + violation.what()).contains(text);
        });
    }
}
