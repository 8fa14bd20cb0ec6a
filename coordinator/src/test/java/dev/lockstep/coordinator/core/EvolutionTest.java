package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochStarted;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeQuarantined;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.UndoOpened;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that cannot follow on what the journal says: whoever replays them stops, and says which. */
class EvolutionTest {
    private static final String UNFIT = "an event was counted that cannot be: ";

    private final Scenario fleet = Scenario.fleetOf("a", "b")
            .open("first")
            .planned(Scenario.EVERY_PHASE)
            .approved()
            .upTo(Phase.EXPAND);

    @Test
    void epochsAndDirectivesAreNumberedWithoutGaps() {
        long directives = fleet.state().directives();
        for (long number : new long[] {1, 3}) {
            assertUnfit(
                    Event.newBuilder().setEpochOpened(EpochOpened.newBuilder().setEpoch(number)),
                    UNFIT + "epoch " + number + " cannot follow epoch 1");
        }
        for (long number : new long[] {directives, directives + 2}) {
            assertUnfit(
                    Event.newBuilder()
                            .setDirectiveIssued(DirectiveIssued.newBuilder().setNumber(number)),
                    UNFIT + "directive " + number + " cannot follow directive " + directives);
        }
    }

    @Test
    void phasesOpenInTheirOrderForwardAndBack() {
        for (Phase phase : List.of(Phase.PREFLIGHT, Phase.EXPAND, Phase.VALIDATE, Phase.CONTRACT)) {
            assertUnfit(
                    Event.newBuilder()
                            .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(1).setPhase(phase)),
                    UNFIT + "epoch 1 cannot go from in EXPAND to " + phase);
        }
        fleet.upTo(Phase.BACKFILL).rollback().everyNodeIsHalted();
        for (Phase phase : List.of(Phase.BACKFILL, Phase.VALIDATE, Phase.PREFLIGHT)) {
            assertUnfit(
                    Event.newBuilder()
                            .setUndoOpened(UndoOpened.newBuilder().setEpoch(1).setPhase(phase)),
                    UNFIT + "epoch 1, rolling back BACKFILL, cannot undo " + phase);
        }
        assertUnfit(
                Event.newBuilder()
                        .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(1).setPhase(Phase.VALIDATE)),
                UNFIT + "epoch 1 cannot go from rolling back BACKFILL to VALIDATE");
    }

    @Test
    void whatNobodyKnowsIsNamed() {
        RosterMember stranger = RosterMember.newBuilder().setNode("z").build();
        assertUnfit(
                Event.newBuilder()
                        .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(7).setPhase(Phase.EXPAND)),
                "no epoch 7");
        assertUnfit(Event.newBuilder().setEpochStarted(EpochStarted.newBuilder().setEpoch(7)), "no epoch 7");
        assertUnfit(Event.newBuilder().setNodeAttached(NodeAttached.newBuilder().setNode("z")), "no node z");
        assertUnfit(
                Event.newBuilder().setNodeJoined(NodeJoined.newBuilder().setMember(stranger)), "nobody knows node z");
    }

    @Test
    void nobodyIsLeftOutAfterPreflight() {
        String begin = UNFIT + "node %s is left out of epoch %d, but ";
        assertUnfit(leftOut("a", 7), begin.formatted("a", 7) + "there is no such epoch");
        assertUnfit(leftOut("z", 1), begin.formatted("z", 1) + "there is no such node");
        assertUnfit(leftOut("a", 1), begin.formatted("a", 1) + "the epoch is in EXPAND");
    }

    private static Event.Builder leftOut(String node, long epoch) {
        return Event.newBuilder()
                .setNodeQuarantined(NodeQuarantined.newBuilder().setEpoch(epoch).setNode(node));
    }

    private void assertUnfit(Event.Builder event, String why) {
        assertThatThrownBy(() -> fleet.count(List.of(event.build()))).hasMessage(why);
    }
}
