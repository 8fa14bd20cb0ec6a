package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the leader must do outside of the journal, at each point of an epoch. */
class DueTest {
    private final Scenario fleet = Scenario.fleetOf("a")
            .open("first", Rollout.getDefaultInstance(), 10)
            .planned(Scenario.EVERY_PHASE);

    @Test
    void nothingIsDueBeforeTheApproval() {
        assertThat(due(0)).isEmpty();
    }

    @Test
    void theGateIsDueWhenThePhaseIsThrough() {
        fleet.approved();

        assertThat(due(0)).containsExactly(new Due.TakeGate(1, Phase.PREFLIGHT));
    }

    @Test
    void theSealIsDueOnceTheNextPhaseIsDecided() {
        fleet.approved().upTo(Phase.EXPAND);

        assertThat(due(0))
                .containsExactly(
                        new Due.SealGate(1, Phase.PREFLIGHT, fleet.state().entries(), 1));
    }

    @Test
    void aPausedEpochTakesNoGate() {
        fleet.approved().pause();

        assertThat(due(0)).isEmpty();
    }

    @Test
    void releaseWaitsForTheWordAndTheSoakTime() {
        fleet.approved().upTo(Phase.RELEASE).everyNodeIsDone();
        assertThat(due(10)).noneMatch(Due.TakeGate.class::isInstance);

        fleet.tell(new Command.Release(1, "bob"));

        assertThat(due(9)).noneMatch(Due.TakeGate.class::isInstance);
        assertThat(due(10)).contains(new Due.TakeGate(1, Phase.RELEASE));
    }

    @Test
    void nothingIsDueOnTheWayBackButTheSealsOfBefore() {
        fleet.approved().upTo(Phase.BACKFILL).rollback();

        assertThat(due(0)).hasSize(2).allMatch(Due.SealGate.class::isInstance);
    }

    @Test
    void nothingIsDueAfterTheEnd() {
        fleet.rollback().everyNodeIsHalted();

        assertThat(due(0)).isEmpty();
    }

    private List<Due> due(long soakedMillis) {
        return Due.of(fleet.state(), epoch -> soakedMillis);
    }
}
