package dev.lockstep.integration.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.integration.servers.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The barrier benchmark in small: that it measures what it says, never how long that takes. */
class BarrierBenchIT {
    @Test
    void aSmallFleetIsMeasuredWithEverythingBesideIt(@TempDir Path folder) throws Exception {
        Surroundings around = Surroundings.of(
                TestCluster.INSTANCE.kafka(),
                TestCluster.INSTANCE.zooKeeper(),
                "it-" + UUID.randomUUID().toString().substring(0, 8),
                folder);
        List<String> said = new ArrayList<>();

        BarrierReport report = new BarrierBench(List.of(10, 3), 4, 1, 2, 20, 20).run(around, said::add);

        assertThat(report.runs()).extracting(RunFigures::agents).containsExactly(3, 10);
        assertThat(report.runs()).extracting(RunFigures::processes).containsExactly(1, 3);
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.first().count()).isEqualTo(4);
            assertThat(run.last().count()).isEqualTo(4);
            assertThat(run.last().millis(99)).isGreaterThanOrEqualTo(run.first().millis(50));
        });
        assertThat(report.floor().sum().count()).isEqualTo(20);
        assertThat(report.replayEventsPerSecond()).isPositive();
        assertThat(report.targets()).isEmpty();
        assertThat(said).hasSize(4);
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(fields(json)).containsExactly("floor", "runs", "replayEventsPerSecond");
        assertThat(fields(json.get("floor"))).containsExactly("p50Millis", "p99Millis");
        assertThat(fields(json.get("runs").get(1)))
                .containsExactly(
                        "agents",
                        "firstP50Millis",
                        "firstP99Millis",
                        "lastP50Millis",
                        "lastP99Millis",
                        "bytesPerAgent");
        assertThat(json.get("runs").get(1).get("agents").asInt()).isEqualTo(10);
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
