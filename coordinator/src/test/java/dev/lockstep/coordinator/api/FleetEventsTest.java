package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.NodeStatus;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetEventsTest {
    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sends_the_status_at_once_and_at_each_change() throws Exception {
        List<String> data = new CopyOnWriteArrayList<>();
        HttpResponse<Stream<String>> events =
                api.http.send(HttpRequest.newBuilder(watch()).build(), BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        Thread reader = new Thread(() -> events.body().forEach(data::add));
        reader.start();

        await().until(() -> data.stream().anyMatch(line -> line.contains("\"term\":\"3\"")));
        api.coordinator.publish(status(4, "\n<img src=x onerror=alert(1)>"));
        await().until(() -> data.stream().anyMatch(line -> line.contains("\"term\":\"4\"")));

        assertThat(data).allMatch(line -> line.isEmpty() || line.startsWith("data:"));
        api.close();
        reader.join(5000);
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void skips_what_a_slow_reader_has_no_time_for() throws Exception {
        HttpResponse<InputStream> events =
                api.http.send(HttpRequest.newBuilder(watch()).build(), BodyHandlers.ofInputStream());
        for (int term = 4; term <= 1000; term++) {
            api.coordinator.publish(status(term, "x".repeat(1000)));
        }

        try (Stream<String> lines = new java.io.BufferedReader(
                        new java.io.InputStreamReader(events.body(), java.nio.charset.StandardCharsets.UTF_8))
                .lines()) {
            List<String> untilNewest = lines.filter(line -> line.startsWith("data:"))
                    .takeWhile(line -> !line.contains("\"term\":\"1000\""))
                    .toList();
            assertThat(untilNewest).hasSizeLessThan(100);
        }
    }

    @Test
    void lets_go_of_a_reader_that_has_gone() throws Exception {
        HttpResponse<InputStream> events =
                api.http.send(HttpRequest.newBuilder(watch()).build(), BodyHandlers.ofInputStream());
        await().until(() -> api.coordinator.watchers() == 1);

        events.body().close();

        await().until(() -> api.coordinator.watchers() == 0);
    }

    private java.net.URI watch() {
        return api.uri("/v1/fleets/orders/watch");
    }

    private static FleetStatus status(long term, String message) {
        return FleetStatus.newBuilder()
                .setFleet("orders")
                .setTerm(term)
                .addNodes(NodeStatus.newBuilder().setName("pg-1").setHealth(message))
                .build();
    }
}
