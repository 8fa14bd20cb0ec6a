package dev.lockstep.integration.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(QuietLog.class)
class SimulationIT {
    private static final long SEEDS = 20_000;
    private static final long MOST_SEEDS_OF_A_VARIANT = 10_000;

    @Test
    void twentyThousandSeedsViolateNothing() throws Exception {
        Summary all = Seeds.onAllCores(1, SEEDS, Variant.INTENDED);
        System.out.print(all.json());
        assertThat(all.violations()).isEmpty();
    }

    static Stream<Variant> broken() {
        return Arrays.stream(Variant.values()).filter(Variant::isBroken);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void everyBrokenProtocolIsCaught(Variant variant) throws Exception {
        assertThat(Seeds.firstViolation(variant, MOST_SEEDS_OF_A_VARIANT)).isPresent();
    }

    /** No invariant rests on a gate (rule G3): without them it is only less quiet. */
    @Test
    void gatesThatLetEverybodyInViolateNothing() throws Exception {
        Summary summary = Seeds.onAllCores(1, 500, Variant.GATE_OPEN_TO_ALL);
        assertThat(summary.violations()).isEmpty();
    }
}
