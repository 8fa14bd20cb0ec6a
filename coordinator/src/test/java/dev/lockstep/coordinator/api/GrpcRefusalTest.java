package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.GetFleetRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcRefusalTest {
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
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, INVALID_ARGUMENT",
        "NOT_FOUND, NOT_FOUND",
        "WRONG_STATE, FAILED_PRECONDITION",
        "STALE_APPROVAL, ABORTED",
        "NOT_APPROVER, PERMISSION_DENIED",
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
    void refuses_to_watch_an_unknown_fleet() throws Exception {
        StatusRuntimeException refused = refusal(() -> client.watchFleet(
                        GetFleetRequest.newBuilder().setFleet("payments").build())
                .next());

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(details(refused).getMetadataMap()).containsEntry("next_step", "Known: orders");
    }

    private static StatusRuntimeException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private static ErrorInfo details(StatusRuntimeException refused) throws Exception {
        Any details = StatusProto.fromThrowable(refused).getDetails(0);
        return details.unpack(ErrorInfo.class);
    }
}
