package dev.lockstep.integration.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.simulation.QuietLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(QuietLog.class)
class EnvelopesTest {
    @TempDir
    Path folder;

    @Test
    void nothingForgedIsAcceptedAndWithoutChecksSomeIs() throws Exception {
        EnvelopeReport report = new Envelopes(folder).attack(1, 2_000);
        assertThat(report.tally().findings()).isEmpty();
        assertThat(report.tally().forged()).isGreaterThanOrEqualTo(1_900);
        assertThat(report.tally().tricks()).isEqualTo(Trick.values().length);
        assertThat(report.controls())
                .hasSize(6)
                .allSatisfy(
                        (control, accepted) -> assertThat(accepted).as(control).isPositive());
        assertThat(report.isRight()).isTrue();
    }
}
