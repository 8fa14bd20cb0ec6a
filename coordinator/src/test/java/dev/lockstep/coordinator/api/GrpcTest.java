package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceStub;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.VerifyAuditRequest;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionStub;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcTest {
    private RunningApi api;
    private CoordinatorServiceBlockingStub client;

    @BeforeAll
    void start() {
        api = new RunningApi();
        client = api.grpc(CoordinatorServiceBlockingStub.class);
    }

    @AfterEach
    void forget() {
        api.coordinator.succeed();
        api.coordinator.becomeUnready("");
        api.coordinator.publish(status(3, ""));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void carries_out_requests() {
        assertThat(client.applyChange(ApplyChangeRequest.newBuilder()
                                .setFleet("orders")
                                .build())
                        .getNumber())
                .isEqualTo(7);
        assertThat(client.pauseEpoch(EpochCommand.newBuilder().setEpoch(7).build())
                        .getState())
                .isEqualTo(EpochState.PAUSED);
        assertThat(client.verifyAudit(VerifyAuditRequest.getDefaultInstance()).getEntries())
                .isEqualTo(42);
    }

    @Test
    void watches_a_fleet_until_the_client_goes() {
        Collected<FleetStatus> statuses = new Collected<>();
        watch(statuses);
        await().until(() -> statuses.values().size() == 1);

        api.coordinator.publish(status(4, ""));
        await().until(() -> statuses.values().size() == 2);
        assertThat(statuses.values()).extracting(FleetStatus::getTerm).containsExactly(3L, 4L);
        statuses.cancel();

        await().until(() -> api.coordinator.watchers() == 0);
    }

    @Test
    void skips_what_a_slow_client_has_no_time_for() {
        Collected<FleetStatus> statuses = Collected.slowly();
        watch(statuses);
        await().until(() -> statuses.values().size() == 1);

        for (long term = 4; term <= 2000; term++) {
            api.coordinator.publish(status(term, "x".repeat(100_000)));
        }

        await().until(() -> {
            statuses.takeOne();
            return statuses.values().stream().anyMatch(status -> status.getTerm() == 2000);
        });
        assertThat(statuses.values()).extracting(FleetStatus::getTerm).isSorted();
        assertThat(statuses.values()).hasSizeLessThan(500);
    }

    @Test
    void tells_health_as_it_becomes() {
        HealthBlockingStub health = api.grpc(HealthBlockingStub.class);
        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);

        api.coordinator.becomeUnready("Kafka cannot be reached");

        await().untilAsserted(() -> assertThat(
                        health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.NOT_SERVING));
    }

    @Test
    void lists_its_services_to_tools_new_and_old() {
        Collected<io.grpc.reflection.v1.ServerReflectionResponse> modern = new Collected<>();
        StreamObserver<ServerReflectionRequest> ask =
                api.grpc(ServerReflectionStub.class).serverReflectionInfo(modern);
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ask.onCompleted();

        Collected<io.grpc.reflection.v1alpha.ServerReflectionResponse> old = new Collected<>();
        StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> askOld = api.grpc(
                        io.grpc.reflection.v1alpha.ServerReflectionGrpc.ServerReflectionStub.class)
                .serverReflectionInfo(old);
        askOld.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("")
                .build());
        askOld.onCompleted();

        await().until(() -> modern.ended() && old.ended());
        assertThat(modern.values().toString())
                .contains("lockstep.v1.CoordinatorService", "lockstep.v1.AgentService", "grpc.health.v1.Health");
        assertThat(old.values().toString()).contains("lockstep.v1.CoordinatorService");
    }

    /** It answered twice about once in sixty times. */
    @RepeatedTest(20)
    void reflectionKnowsWhatTheDetailsOfAnErrorAreMadeOf() {
        Collected<io.grpc.reflection.v1.ServerReflectionResponse> answers = new Collected<>();
        StreamObserver<ServerReflectionRequest> ask =
                api.grpc(ServerReflectionStub.class).serverReflectionInfo(answers);
        for (String type : List.of("google.rpc.ErrorInfo", "google.rpc.Help")) {
            ask.onNext(ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol(type)
                    .build());
        }
        ask.onCompleted();

        await().until(answers::ended);
        assertThat(answers.values())
                .hasSize(2)
                .allMatch(io.grpc.reflection.v1.ServerReflectionResponse::hasFileDescriptorResponse);
    }

    private void watch(Collected<FleetStatus> statuses) {
        api.grpc(CoordinatorServiceStub.class)
                .watchFleet(GetFleetRequest.newBuilder().setFleet("orders").build(), statuses);
    }

    private static FleetStatus status(long term, String damage) {
        return FleetStatus.newBuilder()
                .setFleet("orders")
                .setTerm(term)
                .setDamage(damage)
                .build();
    }
}
