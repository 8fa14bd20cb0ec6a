package dev.lockstep.integration.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Event.KindCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(QuietLog.class)
class SimulationTest {
    /** Of seeds 1 to 20. It changes whenever what the production code does changes, and must not change with the Java version. */
    private static final String TRACE_HASH = "b990c2e97fc5a511";

    @Test
    void withoutFaultsEveryEpochEnds() {
        for (long seed = 2; seed <= 40; seed += 2) {
            Simulation.Result result = Simulation.run(seed, Variant.INTENDED, true, null);
            assertThat(result.message()).as("seed %d", seed).isEmpty();
            assertThat(result.faults()).isZero();
        }
    }

    @Test
    void aFewHundredSeedsViolateNothing() throws Exception {
        Summary summary = Seeds.onAllCores(1_000, 200, Variant.INTENDED);
        assertThat(summary.violations()).isEmpty();
        assertThat(summary.kinds())
                .as("nodes come late, come back, leave, are passed by and are left out")
                .contains(
                        KindCase.NODE_KNOWN,
                        KindCase.NODE_JOINED,
                        KindCase.NODE_HELD,
                        KindCase.NODE_LEFT,
                        KindCase.NODE_WAIVED,
                        KindCase.WAIVER_ENDED,
                        KindCase.NODE_QUARANTINED,
                        KindCase.DEADLINE_PASSED);
    }

    @Test
    void theSameSeedGivesTheSameTraceOnEveryJava() throws Exception {
        Summary once = Seeds.onAllCores(1, 20, Variant.INTENDED);
        Summary again = Seeds.onAllCores(1, 20, Variant.INTENDED);
        assertThat(once.traceHash()).isEqualTo(again.traceHash()).isEqualTo(TRACE_HASH);
    }

    @Test
    void aTraceIsOneLineForEachEventAndChangesNothing() {
        List<String> lines = new ArrayList<>();
        Simulation.Result traced = Simulation.run(7, Variant.INTENDED, false, lines::add);
        Simulation.Result silent = Simulation.run(7, Variant.INTENDED, false, null);
        assertThat(traced.events()).isEqualTo(silent.events());
        assertThat(lines).hasSizeGreaterThan((int) traced.events());
    }

    @Test
    void brokenProtocolsAreCaught() throws Exception {
        for (Variant variant : List.of(
                Variant.LEDGER_FIRST,
                Variant.SESSION_NOT_ENDED,
                Variant.BARRIER_BY_COUNT,
                Variant.WAIVER_UP_TO_CONTRACT)) {
            assertThat(Seeds.firstViolation(variant, 300)).as("%s", variant).isPresent();
        }
    }
}
