package dev.lockstep.integration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedDriftIT {
    private static final int ROUNDS = 40;

    @Test
    void whatSomebodyChangedByHandIsFoundAndNothingElse() {
        try (PlantedFleet fleet = new PlantedFleet(List.of("postgres", "mysql", "mariadb"))) {
            DriftTally tally = new DriftTrial(fleet, 1).plant(3 * ROUNDS);

            assertThat(tally.missed()).isEmpty();
            assertThat(tally.alarms()).isEmpty();
            assertThat(tally.planted()).isGreaterThanOrEqualTo(3 * ROUNDS);
            assertThat(tally.harmless()).isGreaterThan(ROUNDS);
            assertThat(tally.controls())
                    .hasSize(4)
                    .allSatisfy(
                            (control, wrong) -> assertThat(wrong).as(control).isPositive());
        }
    }
}
