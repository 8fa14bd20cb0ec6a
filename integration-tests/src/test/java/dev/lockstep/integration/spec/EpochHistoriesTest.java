package dev.lockstep.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.spec.EpochHistory.Shape;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.EpochReleased;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.LeadershipClaimed;
import dev.lockstep.v1.NodeHalted;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeQuarantined;
import dev.lockstep.v1.NodeUndone;
import dev.lockstep.v1.NodeWaived;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RollbackStarted;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.UndoDone;
import dev.lockstep.v1.UndoOpened;
import dev.lockstep.v1.WaiverEnded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochHistoriesTest {
    private final List<JournalEntry> journal = new ArrayList<>();

    @Test
    void anEpochGoesForwardToItsEnd() {
        opened("a", "b");
        phase(Phase.EXPAND);
        done("a", 4, Phase.EXPAND);
        claimed();
        done("b", 7, Phase.EXPAND);
        phase(Phase.RELEASE);
        count(Event.newBuilder().setEpochReleased(EpochReleased.newBuilder().setEpoch(1)));
        done("a", 5, Phase.RELEASE);
        done("b", 7, Phase.RELEASE);
        phase(Phase.CONTRACT);
        done("b", 7, Phase.CONTRACT);
        done("a", 5, Phase.CONTRACT);
        closed(EpochOutcome.OUTCOME_COMPLETED);
        claimed();

        EpochHistory history = only();
        assertThat(history.tla())
                .isEqualTo(
                        "<<<<\"open\",1>>,<<\"done\",\"n1\",1,1>>,<<\"claim\">>,<<\"done\",\"n2\",1,1>>,<<\"open\",2>>,"
                                + "<<\"done\",\"n1\",2,2>>,<<\"done\",\"n2\",1,2>>,<<\"release\">>,<<\"open\",3>>,"
                                + "<<\"done\",\"n2\",1,3>>,<<\"done\",\"n1\",2,3>>,<<\"close\",3>>>>");
        assertThat(history.shape()).isEqualTo(new Shape(2, 3, true));
        assertThat(history.untold()).isEmpty();
    }

    @Test
    void andBack() {
        opened("a", "b");
        phase(Phase.EXPAND);
        done("a", 1, Phase.EXPAND);
        turned();
        halted("b");
        halted("a");
        undo(Phase.EXPAND);
        undone("a", Phase.EXPAND);
        undone("b", Phase.EXPAND);
        closed(EpochOutcome.OUTCOME_ROLLED_BACK);

        assertThat(only().tla())
                .isEqualTo("<<<<\"open\",1>>,<<\"done\",\"n1\",1,1>>,<<\"halt\",0>>,<<\"halted\",\"n2\",1,0>>,"
                        + "<<\"halted\",\"n1\",1,0>>,<<\"undo\",1>>,<<\"undone\",\"n1\",1,1>>,<<\"undone\",\"n2\",1,1>>,"
                        + "<<\"close\",0>>>>");
    }

    @Test
    void whoIsLeftOutInPreflightIsNotThereAndWhatIsOnlyPreflightIsNoHistory() {
        opened("a", "b", "c");
        count(Event.newBuilder()
                .setNodeQuarantined(NodeQuarantined.newBuilder().setEpoch(1).setNode("a")));
        count(Event.newBuilder().setNodeLeft(NodeLeft.newBuilder().setNode("b")));
        assertThat(EpochHistories.of(1, journal)).isEmpty();

        phase(Phase.EXPAND);
        done("c", 1, Phase.EXPAND);

        assertThat(only().tla()).isEqualTo("<<<<\"open\",1>>,<<\"done\",\"n1\",1,1>>>>");
        assertThat(only().shape().nodes()).isEqualTo(1);
    }

    @Test
    void aWaivedNodeCatchesUpSilently() {
        opened("a", "b");
        phase(Phase.EXPAND);
        done("a", 1, Phase.EXPAND);
        waived("b");
        phase(Phase.BACKFILL);
        done("b", 1, Phase.EXPAND);
        count(Event.newBuilder()
                .setWaiverEnded(WaiverEnded.newBuilder().setEpoch(1).setNode("b")));
        done("b", 1, Phase.BACKFILL);

        assertThat(only().tla())
                .isEqualTo(
                        "<<<<\"open\",1>>,<<\"done\",\"n1\",1,1>>,<<\"waive\",\"n2\">>,<<\"open\",2>>,<<\"unwaive\",\"n2\">>,"
                                + "<<\"done\",\"n2\",1,2>>>>");
    }

    @Test
    void aBackupGoesThroughItAgain() {
        opened("a", "b");
        phase(Phase.EXPAND);
        done("b", 3, Phase.EXPAND);
        count(Event.newBuilder()
                .setNodeJoined(NodeJoined.newBuilder().setMember(member("b")).addAgain(1)));
        done("b", 2, Phase.EXPAND);

        assertThat(only().tla())
                .isEqualTo("<<<<\"open\",1>>,<<\"done\",\"n2\",1,1>>,<<\"again\",\"n2\">>,<<\"done\",\"n2\",2,1>>>>");
    }

    @Test
    void whatTheSpecificationHasNoWordsForIsSaid() {
        opened("a", "b");
        phase(Phase.EXPAND);
        waived("b");
        turned();

        assertThat(only().untold()).isEqualTo("a way back that need not wait for a waived node");
    }

    private EpochHistory only() {
        List<EpochHistory> histories = EpochHistories.of(1, journal);
        assertThat(histories).hasSize(1);
        return histories.get(0);
    }

    private void count(Event.Builder event) {
        journal.add(JournalEntry.newBuilder().addEvents(event).build());
    }

    private void claimed() {
        count(Event.newBuilder().setLeadershipClaimed(LeadershipClaimed.getDefaultInstance()));
    }

    private void opened(String... nodes) {
        EpochOpened.Builder opened = EpochOpened.newBuilder().setEpoch(1);
        for (String node : nodes) {
            opened.addRoster(member(node));
        }
        count(Event.newBuilder().setEpochOpened(opened));
    }

    private static RosterMember member(String node) {
        return RosterMember.newBuilder().setNode(node).build();
    }

    private static ReportStamp stamp(String node, long incarnation) {
        return ReportStamp.newBuilder()
                .setNode(node)
                .setIncarnation(incarnation)
                .build();
    }

    private void phase(Phase phase) {
        count(Event.newBuilder()
                .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(1).setPhase(phase)));
    }

    private void done(String node, long incarnation, Phase phase) {
        count(Event.newBuilder()
                .setPhaseAcknowledged(PhaseAcknowledged.newBuilder()
                        .setEpoch(1)
                        .setStamp(stamp(node, incarnation))
                        .setDone(PhaseDone.newBuilder().setPhase(phase))));
    }

    private void turned() {
        count(Event.newBuilder().setRollbackStarted(RollbackStarted.newBuilder().setEpoch(1)));
    }

    private void halted(String node) {
        count(Event.newBuilder()
                .setNodeHalted(NodeHalted.newBuilder().setEpoch(1).setStamp(stamp(node, 1))));
    }

    private void undo(Phase phase) {
        count(Event.newBuilder()
                .setUndoOpened(UndoOpened.newBuilder().setEpoch(1).setPhase(phase)));
    }

    private void undone(String node, Phase phase) {
        count(Event.newBuilder()
                .setNodeUndone(NodeUndone.newBuilder()
                        .setEpoch(1)
                        .setStamp(stamp(node, 1))
                        .setDone(UndoDone.newBuilder().setPhase(phase))));
    }

    private void waived(String node) {
        count(Event.newBuilder()
                .setNodeWaived(NodeWaived.newBuilder().setEpoch(1).setNode(node)));
    }

    private void closed(EpochOutcome outcome) {
        count(Event.newBuilder()
                .setEpochClosed(EpochClosed.newBuilder().setEpoch(1).setOutcome(outcome)));
    }
}
