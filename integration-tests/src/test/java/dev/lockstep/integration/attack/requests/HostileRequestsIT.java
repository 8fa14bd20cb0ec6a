package dev.lockstep.integration.attack.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostileRequestsIT {
    @Test
    void whatIsWrongIsRefusedWithWordsAndChangesNothing() throws Exception {
        try (AttackedFleet fleet = new AttackedFleet()) {
            RequestReport report = RequestReport.of(fleet, 1, 5 * RequestTrick.values().length);

            assertThat(report.tally().findings()).isEmpty();
            assertThat(report.tally().tricks()).isEqualTo(RequestTrick.values().length);
            assertThat(report.rights())
                    .hasSize(4)
                    .allSatisfy(
                            (request, status) -> assertThat(status).as(request).isEqualTo(200));
            assertThat(report.controls())
                    .hasSize(4)
                    .allSatisfy((control, seen) -> assertThat(seen).as(control).isPositive());
        }
    }
}
