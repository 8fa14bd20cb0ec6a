package dev.lockstep.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.v1.Phase;
import org.junit.jupiter.api.Test;

/** How long a phase has been at work. */
class OpenPhasesTest {
    private final OpenPhases phases = new OpenPhases();

    @Test
    void timePassesFromTheFirstLook() {
        Scenario fleet = inExpand();

        phases.look(fleet.state(), 1_000);
        phases.look(fleet.state(), 1_500);

        assertThat(phases.openMillis(1, 1_700)).isEqualTo(700);
        assertThat(phases.openMillis(2, 1_700)).as("no such epoch").isZero();
    }

    @Test
    void theNextPhaseHasItsOwnTime() {
        Scenario fleet = inExpand();
        phases.look(fleet.state(), 1_000);

        phases.look(fleet.upTo(Phase.BACKFILL).state(), 5_000);

        assertThat(phases.openMillis(1, 5_100)).isEqualTo(100);
    }

    @Test
    void aPauseBeginsTheTimeAnew() {
        Scenario fleet = inExpand();
        phases.look(fleet.state(), 1_000);
        phases.look(fleet.pause().state(), 2_000);
        assertThat(phases.openMillis(1, 9_000)).isZero();

        phases.look(fleet.resume().state(), 9_000);

        assertThat(phases.openMillis(1, 9_250)).isEqualTo(250);
    }

    private static Scenario inExpand() {
        return Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
    }
}
