package dev.lockstep.integration.bench.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.integration.servers.TestServers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Few rows, once: whether everything is measured, never how fast it is. */
class BackfillBenchIT {
    @Test
    void everyMethodFillsEveryTableAndTheAnswerHasItsForm() throws Exception {
        List<String> news = new ArrayList<>();
        BackfillReport report = new Measurements(TestServers.postgres(), 1, 0.02, news::add).all();

        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("runs", "writeSlowdown", "worstReadMillis", "foregroundP99Millis");
        assertThat(json.get("runs"))
                .extracting(run ->
                        run.get("table").asText() + " " + run.get("method").asText())
                .containsExactly(
                        "narrow lockstep-1",
                        "narrow lockstep-4",
                        "narrow pgroll-sql",
                        "wide lockstep-1",
                        "wide lockstep-4",
                        "wide pgroll-sql");
        assertThat(json.get("runs")).allSatisfy(run -> {
            assertThat(run.fieldNames()).toIterable().containsExactly("table", "method", "rowsPerSecond", "heapRatio");
            assertThat(run.get("rowsPerSecond").asLong()).isPositive();
            assertThat(run.get("heapRatio").asDouble()).isGreaterThanOrEqualTo(1);
        });
        assertThat(json.get("writeSlowdown").asDouble()).isPositive();
        assertThat(json.get("worstReadMillis").isNumber()).isTrue();
        assertThat(json.get("foregroundP99Millis").fieldNames()).toIterable().containsExactly("before", "during");
        assertThat(report.text()).contains("narrow, lockstep-1, times pgroll-sql", "worst added read");
        assertThat(report.targets()).hasSize(12);
        assertThat(news).hasSize(9);
    }
}
