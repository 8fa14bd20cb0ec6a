package dev.lockstep.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import org.junit.jupiter.api.Test;

class NodeRatesTest {
    private static final StepEstimate INDEX = StepEstimate.newBuilder()
            .setKind(StepKind.INDEX_BUILD)
            .setRows(100_000)
            .setBytes(10_000_000)
            .build();

    @Test
    void aNodeThatHasDoneNothingIsAsFastAsIsAssumed() {
        assertThat(NodeRates.NONE.knows(StepKind.INDEX_BUILD)).isFalse();
        assertThat(NodeRates.NONE.millis(StepKind.INDEX_BUILD, 5_000, 500_000, 88))
                .isEqualTo(88);
        assertThat(NodeRates.NONE.logBytes(StepKind.INDEX_BUILD, 5_000, 500_000, 77))
                .isEqualTo(77);
    }

    @Test
    void aNodeIsAsFastAsItWasOverAllItsStepsOfTheKind() {
        NodeRates rates = NodeRates.NONE
                .with(INDEX, took(3_000, 1_000, 600_000), 100_000)
                .with(INDEX, took(4_000, 0, 0), 200_000);
        assertThat(rates.knows(StepKind.INDEX_BUILD)).isTrue();
        assertThat(rates.millis(StepKind.INDEX_BUILD, 50_000, 5_000_000, 1))
                .as("without the second that it waited: 6 s for 300,000 rows")
                .isEqualTo(1_000);
        assertThat(rates.logBytes(StepKind.INDEX_BUILD, 30_000, 3_000_000, 1)).isEqualTo(60_000);
        assertThat(rates.knows(StepKind.ROW_FILL)).isFalse();
    }

    @Test
    void widerRowsTakeLonger() {
        StepEstimate narrow = INDEX.toBuilder().setKind(StepKind.ROW_FILL).build();
        NodeRates fills = NodeRates.NONE.with(narrow, took(3_000, 0, 30_000_000), 100_000);
        assertThat(fills.millis(StepKind.ROW_FILL, 100_000, 10_000_000, 1)).isEqualTo(3_000);
        assertThat(fills.millis(StepKind.ROW_FILL, 100_000, 100_000_000, 1))
                .as("of 1,000 bytes instead of 100")
                .isEqualTo(12_000);
        assertThat(fills.logBytes(StepKind.ROW_FILL, 100_000, 100_000_000, 1)).isEqualTo(120_000_000);

        NodeRates builds = NodeRates.NONE.with(INDEX, took(2_100, 0, 0), 100_000);
        assertThat(builds.millis(StepKind.INDEX_BUILD, 100_000, 100_000_000, 1))
                .as("an index build reads them only")
                .isEqualTo(3_000);
    }

    @Test
    void waitsOfABackfillAreItsRate() {
        StepEstimate fill = INDEX.toBuilder().setKind(StepKind.ROW_FILL).build();
        NodeRates rates = NodeRates.NONE.with(fill, took(3_000, 1_000, 0), 100_000);
        assertThat(rates.millis(StepKind.ROW_FILL, 100_000, 10_000_000, 1)).isEqualTo(3_000);
    }

    private static StepActual took(long millis, long waited, long log) {
        return StepActual.newBuilder()
                .setMillis(millis)
                .setLockWaitMillis(waited)
                .setLogBytes(log)
                .build();
    }
}
