package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc.AgentServiceStub;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceStub;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClosingTest {
    @Test
    void ends_every_stream_and_comes_back_soon() throws Exception {
        RunningApi api = new RunningApi();
        Collected<FleetStatus> watch = new Collected<>();
        api.grpc(CoordinatorServiceStub.class)
                .watchFleet(GetFleetRequest.newBuilder().setFleet("orders").build(), watch);
        Collected<CoordinatorMessage> attached = new Collected<>();
        StreamObserver<AgentMessage> up = api.grpc(AgentServiceStub.class).attach(attached);
        up.onNext(AgentMessage.getDefaultInstance());
        HttpResponse<Stream<String>> events = api.http.send(
                HttpRequest.newBuilder(api.uri("/v1/fleets/orders/watch")).build(), BodyHandlers.ofLines());
        await().until(() -> watch.values().size() == 1 && attached.values().size() == 1);

        long beforeNanos = System.nanoTime();
        api.close();

        assertThat(Duration.ofNanos(System.nanoTime() - beforeNanos)).isLessThan(Duration.ofSeconds(6));
        await().until(() -> watch.ended() && attached.ended());
        assertThat(watch.end().isOk()).isTrue();
        assertThat(attached.end().isOk()).isTrue();
        assertThat(events.body().count()).isPositive();
        assertThat(api.agents.closed).hasValue(1);
        assertThat(api.coordinator.watchers()).isZero();
    }
}
