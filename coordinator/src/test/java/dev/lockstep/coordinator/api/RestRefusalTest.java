package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong, the answer is JSON with code, message and next step, and nothing reaches the coordinator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestRefusalTest {
    private static final String ROLLBACK = "/v1/fleets/orders/epochs/7/rollback";

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

    @AfterEach
    void work() {
        api.coordinator.succeed();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 400",
        "NOT_FOUND, 404",
        "WRONG_STATE, 409",
        "STALE_APPROVAL, 409",
        "NOT_APPROVER, 403",
        "NEEDS_CONFIRMATION, 409",
        "NOT_LEADER, 307",
        "UNAVAILABLE, 503",
        "DAMAGED, 500"
    })
    void tells_each_refusal(RequestRefused.Code code, int status) throws Exception {
        api.coordinator.failWith(new RequestRefused(code, "expected x, but y", "host:1"));

        assertRefused(api.postJson(ROLLBACK, "{}"), status, code.name(), "expected x, but y");
        assertRefused(api.get("/v1/fleets/orders"), status, code.name(), "expected x, but y");
    }

    @Test
    void sends_on_to_the_leader_where_it_is_known() {
        api.coordinator.failWith(new RequestRefused(RequestRefused.Code.NOT_LEADER, "ask the leader", "two:7400"));

        assertThat(api.postJson(ROLLBACK + "?by=ann", "{}").headers().firstValue("location"))
                .hasValue("http://two:7400" + ROLLBACK + "?by=ann");
    }

    @Test
    void asks_to_try_again_while_there_is_no_leader() throws Exception {
        api.coordinator.failWith(new RequestRefused(RequestRefused.Code.NOT_LEADER, "no leader", ""));

        HttpResponse<String> answer = api.postJson(ROLLBACK, "{}");
        assertRefused(answer, 503, "NOT_LEADER", "no leader");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void hides_what_nobody_expected_behind_an_id() throws Exception {
        api.coordinator.failWith(new IllegalStateException("secret detail"));

        for (HttpResponse<String> answer : new HttpResponse[] {api.postJson(ROLLBACK, "{}"), api.get("/v1/fleets")}) {
            assertRefused(answer, 500, "INTERNAL", "id ");
            assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"by\":\"ann\",\"confirm\":true} | confirm",
                "{\"by\":\"ann\" | line 1",
                "{\"by\":\"ann\"} x | line 1",
                "{by:ann} | line 1",
                "{\"by\":\"a\",\"by\":\"b\"} | by",
                "[] | array",
                "{\"confirmLoss\":\"perhaps\"} | confirmLoss",
                "{\"fleet\":\"payments\"} | payments",
                "{\"epoch\":8} | epoch"
            })
    void refuses_a_body_that_is_not_the_requests_json(String body, String named) throws Exception {
        assertRefused(api.postJson(ROLLBACK, body), 400, "INVALID", named);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/fleets/orders/epochs/abc, epoch",
        "/v1/fleets/orders/epochs/-1, epoch",
        "/v1/fleets/orders/epochs/7;epoch=8, path without",
        "/v1/fleets/orders;fleet=payments/epochs/7, path without",
        "/v1/fleets/orders/epochs/99999999999999999999999, epoch",
        "/v1/fleets/orders/epochs?limit=many, limit",
        "/v1/fleets/orders/epochs?limits=3, limits",
        "/v1/fleets/orders/epochs?limit=3&limit=4, limit",
        "/v1/fleets/orders/epochs?fleet=payments, fleet"
    })
    void refuses_a_value_in_the_address_that_does_not_fit(String path, String named) throws Exception {
        assertRefused(api.get(path), 400, "INVALID", named);
    }

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "application/x-www-form-urlencoded, 415", "application/yaml, 415"})
    void refuses_a_body_of_another_kind(String contentType, int status) throws Exception {
        assertRefused(api.post(ROLLBACK, contentType, "{\"by\":\"ann\"}"), status, "INVALID", "Content-Type");
    }

    @Test
    void refuses_bytes_that_are_no_text() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri("/v1/fleets/orders/plan"))
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, (byte) 0xfe}));

        assertRefused(api.send(request), 400, "INVALID", "UTF-8");
    }

    @Test
    void refuses_a_decision_from_a_page_of_another_site() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(ROLLBACK + "?by=ann"))
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.noBody());

        assertRefused(api.send(request), 403, "INVALID", "http://evil.example");
    }

    @Test
    void takes_a_decision_from_its_own_page() {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(ROLLBACK + "?by=ann"))
                .header("Origin", "http://127.0.0.1:" + api.port())
                .POST(BodyPublishers.noBody());

        assertThat(api.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void refuses_a_request_that_is_too_large() throws Exception {
        AggregatedHttpResponse answer = WebClient.of(api.uri("/"))
                .execute(
                        RequestHeaders.of(
                                HttpMethod.POST, "/v1/fleets/orders/plan", "content-type", "application/yaml"),
                        HttpData.wrap(new byte[Limits.REQUEST_BYTES + 1]))
                .aggregate()
                .join();

        assertThat(answer.status().code()).isEqualTo(413);
        assertThat(json.readTree(answer.contentUtf8()).path("message").asText()).contains("4194304");
    }

    @Test
    void says_that_a_path_or_a_method_is_unknown() throws Exception {
        assertRefused(api.get("/v1/nothing"), 404, "NOT_FOUND", "path");
        assertRefused(api.get(ROLLBACK), 405, "INVALID", "method");
        assertRefused(api.get("/v1/fleets/payments/watch"), 404, "NOT_FOUND", "payments");
        assertRefused(api.get("/v1/fleets/payments"), 404, "NOT_FOUND", "payments");
    }

    private void assertRefused(HttpResponse<String> answer, int status, String code, String named) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        JsonNode body = json.readTree(answer.body());
        assertThat(body.path("code").asText()).isEqualTo(code);
        assertThat(body.path("message").asText()).contains(named);
        assertThat(body.path("nextStep").isTextual()).isTrue();
        if (status == 400 && code.equals("INVALID") && !named.startsWith("expected x")) {
            assertThat(api.coordinator.asked).isEmpty();
        }
    }
}
