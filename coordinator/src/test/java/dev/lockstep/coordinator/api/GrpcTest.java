package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceStub;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.VerifyAuditRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionStub;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcTest {
    private RunningApi api;
    private CoordinatorServiceBlockingStub client;

    @BeforeEach
    void start() {
        api = new RunningApi();
        client = api.grpc(CoordinatorServiceBlockingStub.class);
    }

    @AfterEach
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

    @ParameterizedTest
    @CsvSource({
        "INVALID, INVALID_ARGUMENT",
        "NOT_FOUND, NOT_FOUND",
        "WRONG_STATE, FAILED_PRECONDITION",
        "STALE_APPROVAL, ABORTED",
        "NEEDS_CONFIRMATION, FAILED_PRECONDITION",
        "NOT_LEADER, UNAVAILABLE",
        "UNAVAILABLE, UNAVAILABLE",
        "DAMAGED, DATA_LOSS"
    })
    void tells_each_refusal_with_its_details(RequestRefused.Code code, Status.Code status) throws Exception {
        api.coordinator.failWith(new RequestRefused(code, "expected x, but y", "two:7400"));

        StatusRuntimeException refused = refusal(() -> client.resumeEpoch(EpochCommand.getDefaultInstance()));

        assertThat(refused.getStatus().getCode()).isEqualTo(status);
        assertThat(refused.getStatus().getDescription()).isEqualTo("expected x, but y");
        ErrorInfo details = details(refused);
        assertThat(details.getReason()).isEqualTo(code.name());
        assertThat(details.getDomain()).isEqualTo("lockstep.dev");
        assertThat(details.getMetadataMap()).containsEntry("next_step", "two:7400");
    }

    @Test
    void hides_what_nobody_expected_behind_an_id() throws Exception {
        api.coordinator.failWith(new IllegalStateException("secret detail"));

        StatusRuntimeException failed = refusal(() -> client.getFleet(GetFleetRequest.getDefaultInstance()));

        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failed.getStatus().getDescription()).contains("id ").doesNotContain("secret");
        assertThat(details(failed).getReason()).isEqualTo("INTERNAL");
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
    void refuses_to_watch_an_unknown_fleet() throws Exception {
        StatusRuntimeException refused = refusal(() -> client.watchFleet(
                        GetFleetRequest.newBuilder().setFleet("payments").build())
                .next());

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(details(refused).getMetadataMap()).containsEntry("next_step", "Known: orders");
    }

    @Test
    void ends_the_streams_when_the_server_closes() {
        Iterator<FleetStatus> statuses = client.watchFleet(
                GetFleetRequest.newBuilder().setFleet("orders").build());
        statuses.next();

        long beforeNanos = System.nanoTime();
        api.close();

        assertThat(System.nanoTime() - beforeNanos).isLessThan(Limits.SHUTDOWN_TIMEOUT.toNanos());
        assertThat(statuses.hasNext()).isFalse();
        assertThat(api.coordinator.watchers()).isZero();
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

    private static StatusRuntimeException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private static ErrorInfo details(StatusRuntimeException refused) throws Exception {
        Any details = StatusProto.fromThrowable(refused).getDetails(0);
        return details.unpack(ErrorInfo.class);
    }
}
