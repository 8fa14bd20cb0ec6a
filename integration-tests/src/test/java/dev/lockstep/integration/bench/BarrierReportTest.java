package dev.lockstep.integration.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarrierReportTest {
    @Test
    void aTargetThatIsMissedIsShownAsMissed() {
        BarrierReport report = new BarrierReport(
                new Floor(millis(4), millis(3), millis(1)), List.of(run(10, 20), run(1_000, 41)), 50_000);

        assertThat(report.targets()).extracting(BarrierReport.Target::isMet).containsExactly(false, true);
        assertThat(report.isMet()).isFalse();
        assertThat(report.text())
                .containsPattern("in floors \\(p99\\) +5\\.0 +5\\.1  MISSED")
                .containsPattern("in that of 10 agents +4\\.0 +2\\.1  met");
    }

    @Test
    void theJsonHasTheFloorTheRunsAndTheReplay() {
        BarrierReport report =
                new BarrierReport(new Floor(millis(4), millis(3), millis(1)), List.of(run(10, 20)), 50_000.4);

        assertThat(report.json())
                .isEqualTo("{\"floor\":{\"p50Millis\":8.00,\"p99Millis\":8.00},\"runs\":[{\"agents\":10,"
                        + "\"firstP50Millis\":19.00,\"firstP99Millis\":19.00,\"lastP50Millis\":20.00,"
                        + "\"lastP99Millis\":20.00,\"bytesPerAgent\":2000}],\"replayEventsPerSecond\":50000}%n"
                                .formatted());
    }

    @Test
    void aPercentileIsOneOfTheSamples() {
        Percentiles times = new Percentiles();
        for (int i = 100; i >= 1; i--) {
            times.add(i * 1_000_000L);
        }

        assertThat(times.millis(50)).isEqualTo(50);
        assertThat(times.millis(99)).isEqualTo(99);
        assertThat(times.plus(times).millis(100)).isEqualTo(200);
    }

    private static RunFigures run(int agents, int lastMillis) {
        return new RunFigures(agents, 1, millis(lastMillis - 1), millis(lastMillis), 2_000);
    }

    private static Percentiles millis(long millis) {
        Percentiles times = new Percentiles();
        times.add(millis * 1_000_000);
        return times;
    }
}
