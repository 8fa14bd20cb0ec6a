package dev.lockstep.integration.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(QuietLog.class)
class SimulationIT {
    private static final long SEEDS = 20_000;
    private static final long MOST_SEEDS_OF_A_VARIANT = 2_000;

    @Test
    void twentyThousandSeedsViolateNothing() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(cores, Seeds::threadWithRoom);
        AtomicLong next = new AtomicLong(1);
        List<Future<Summary>> parts = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            parts.add(workers.submit(() -> Seeds.run(next, 1 + SEEDS, Variant.INTENDED)));
        }
        Summary all = new Summary();
        for (Future<Summary> part : parts) {
            all.add(part.get());
        }
        workers.shutdown();
        System.out.print(all.json());
        assertThat(all.violations()).isEmpty();
    }

    static Stream<Variant> broken() {
        return Arrays.stream(Variant.values()).filter(Variant::isBroken);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void everyBrokenProtocolIsCaught(Variant variant) {
        assertThat(Seeds.firstViolation(variant, MOST_SEEDS_OF_A_VARIANT)).isPresent();
    }

    /** No invariant rests on a gate (rule G3): without them it is only less quiet. */
    @Test
    void gatesThatLetEverybodyInViolateNothing() {
        Summary summary = Seeds.run(new AtomicLong(1), 501, Variant.GATE_OPEN_TO_ALL);
        assertThat(summary.violations()).isEmpty();
    }
}
