package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** What is told of failures that are nobody's mistake, and of those that are. */
class ApiErrorTest {
    @Test
    void bytesOfAStreamThatHasEndedMeanwhileAreNoFailureOfTheCoordinator() {
        ApiError told = ApiError.of(new IllegalStateException("end of deframer input"));

        assertThat(told.grpcCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(told.message()).isEqualTo("the stream has ended");
    }

    @Test
    void whatNobodyExpectedIsToldByItsIdOnly() {
        ApiError told = ApiError.of(new IllegalStateException("a secret of the coordinator"));

        assertThat(told.code()).isEqualTo("INTERNAL");
        assertThat(told.message()).doesNotContain("secret").matches(".*, id [0-9a-f]{8}");
    }
}
