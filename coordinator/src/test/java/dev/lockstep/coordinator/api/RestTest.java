package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.WaiveCommand;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {
    private static final String CHANGE = "change: orders-region\nfleet: orders\nsql: |\n  SELECT 'ä'\n";

    private final ObjectMapper json = new ObjectMapper();
    private RunningApi api;

    @BeforeAll
    void start() {
        api = new RunningApi();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.coordinator.asked.clear();
    }

    @Test
    void reads_a_fleet_with_every_field_printed_by_its_json_name() throws Exception {
        HttpResponse<String> answer = api.get("/v1/fleets/orders");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        JsonNode body = json.readTree(answer.body());
        assertThat(body.path("leader").asText()).isEqualTo("one");
        assertThat(body.path("term").isTextual()).isTrue();
        assertThat(body.path("journalEntries").asText()).isEqualTo("0");
        assertThat(body.path("damage").isTextual()).isTrue();
        assertThat(body.path("nodes").isArray()).isTrue();
    }

    @Test
    void prints_enums_by_name() throws Exception {
        JsonNode body = json.readTree(api.get("/v1/fleets/orders/epochs/6").body());

        assertThat(body.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(body.path("phase").asText()).isEqualTo("PHASE_UNSPECIFIED");
        assertThat(api.coordinator.asked)
                .containsExactly(GetEpochRequest.newBuilder()
                        .setFleet("orders")
                        .setEpoch(6)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/fleets",
        "/v1/fleets/orders/epochs",
        "/v1/fleets/orders/epochs/6/plans",
        "/v1/fleets/orders/roster",
        "/v1/fleets/orders/audit",
        "/v1/fleets/orders/drift"
    })
    void answers_every_read(String path) {
        assertThat(api.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void decides_about_the_roster() throws Exception {
        api.postJson("/v1/fleets/orders/roster/pg-1/join", "{\"by\":\"ann\",\"reason\":\"r\"}");
        api.postJson("/v1/fleets/orders/roster/pg-1/leave", "{\"by\":\"bob\",\"confirm\":true}");
        HttpResponse<String> waived =
                api.postJson("/v1/fleets/orders/roster/pg-1/waive", "{\"by\":\"ann\",\"reason\":\"r\",\"epoch\":7}");

        assertThat(json.readTree(waived.body()).path("number").asText()).isEqualTo("7");
        assertThat(api.coordinator.asked)
                .containsExactly(
                        RosterCommand.newBuilder()
                                .setFleet("orders")
                                .setNode("pg-1")
                                .setBy("ann")
                                .setReason("r")
                                .build(),
                        LeaveCommand.newBuilder()
                                .setFleet("orders")
                                .setNode("pg-1")
                                .setBy("bob")
                                .setConfirm(true)
                                .build(),
                        WaiveCommand.newBuilder()
                                .setFleet("orders")
                                .setNode("pg-1")
                                .setBy("ann")
                                .setReason("r")
                                .setEpoch(7)
                                .build());
    }

    @ParameterizedTest
    @CsvSource({"release, RUNNING", "pause, PAUSED", "resume, RUNNING", "rollback, ROLLING_BACK"})
    void carries_out_every_command(String verb, String state) throws Exception {
        HttpResponse<String> answer = api.postJson(
                "/v1/fleets/orders/epochs/7/" + verb, "{\"by\":\"ann\",\"reason\":\"r\",\"confirmLoss\":true}");

        assertThat(json.readTree(answer.body()).path("state").asText()).isEqualTo(state);
        assertThat(api.coordinator.asked)
                .containsExactly(EpochCommand.newBuilder()
                        .setFleet("orders")
                        .setEpoch(7)
                        .setBy("ann")
                        .setReason("r")
                        .setConfirmLoss(true)
                        .build());
    }

    @Test
    void takes_a_command_without_a_body() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        api.uri("/v1/fleets/orders/epochs/7/rollback?by=ann&confirmLoss=true"))
                .POST(HttpRequest.BodyPublishers.noBody());

        assertThat(api.send(request).statusCode()).isEqualTo(200);
        assertThat(api.coordinator.asked)
                .containsExactly(EpochCommand.newBuilder()
                        .setFleet("orders")
                        .setEpoch(7)
                        .setBy("ann")
                        .setConfirmLoss(true)
                        .build());
    }

    @Test
    void takes_an_approval_with_its_plans() {
        api.postJson(
                "/v1/fleets/orders/epochs/7/approve",
                "{\"by\":\"ann\",\"plans\":[{\"node\":\"pg-1\",\"planHash\":\"ab\"}]}");

        assertThat(api.coordinator.asked)
                .containsExactly(ApproveEpochRequest.newBuilder()
                        .setFleet("orders")
                        .setEpoch(7)
                        .setBy("ann")
                        .addPlans(ApprovedPlan.newBuilder().setNode("pg-1").setPlanHash("ab"))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"application/yaml", "text/yaml", "application/x-yaml", "application/yaml; charset=utf-8"})
    void takes_the_change_file_itself(String contentType) {
        HttpResponse<String> answer =
                api.post("/v1/fleets/orders/epochs?by=ann&fileName=region.yaml", contentType, CHANGE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(api.coordinator.asked)
                .containsExactly(ApplyChangeRequest.newBuilder()
                        .setFleet("orders")
                        .setBy("ann")
                        .setFileName("region.yaml")
                        .setChangeFile(CHANGE)
                        .build());
    }

    @Test
    void plans_the_change_file_itself() {
        api.post("/v1/fleets/orders/plan", "application/yaml", CHANGE);

        assertThat(api.coordinator.asked)
                .containsExactly(PlanChangeRequest.newBuilder()
                        .setFleet("orders")
                        .setChangeFile(CHANGE)
                        .build());
    }

    @Test
    void takes_query_parameters_of_a_read() {
        api.get("/v1/fleets/orders/epochs?limit=3");
        api.get("/v1/fleets/orders/drift?node=pg%2F1");

        assertThat(api.coordinator.asked)
                .containsExactly(
                        ListEpochsRequest.newBuilder()
                                .setFleet("orders")
                                .setLimit(3)
                                .build(),
                        FindDriftRequest.newBuilder()
                                .setFleet("orders")
                                .setNode("pg/1")
                                .build());
    }

    @Test
    void tells_liveness_and_readiness() {
        assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(api.get("/readyz").statusCode()).isEqualTo(200);

        api.coordinator.becomeUnready("Kafka cannot be reached");
        try {
            HttpResponse<String> unready = api.get("/readyz");
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.body()).contains("Kafka cannot be reached");
            assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
        } finally {
            api.coordinator.becomeUnready("");
        }
    }

    @Test
    void measures_requests_by_the_names_of_the_contract() {
        api.get("/v1/fleets/orders");

        String metrics = api.get("/metrics").body();
        assertThat(metrics.lines())
                .anyMatch(line -> line.startsWith("lockstep_api_requests_total")
                        && line.contains("method=\"GetFleet\"")
                        && line.contains("service=\"lockstep.v1.CoordinatorService\""));
        assertThat(metrics).doesNotContain("lambda").doesNotContain("$");
    }
}
