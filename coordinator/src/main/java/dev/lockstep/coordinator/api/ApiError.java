package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import io.grpc.Status;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user is told when a request is not carried out: the same words on both faces.
 *
 * @param code stable word for scripts
 * @param message what was expected and what was found
 * @param nextStep what to do
 */
record ApiError(String code, String message, String nextStep, HttpStatus httpStatus, Status.Code grpcCode) {
    private static final Logger log = LoggerFactory.getLogger(ApiError.class);

    /** Says why a request failed. What nobody expected is logged under an id, and only the id is shown. */
    static ApiError of(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof RequestRefused refused) {
            return of(refused);
        }
        if (cause instanceof HttpStatusException refused) {
            return refused.getCause() instanceof RequestRefused inner
                    ? of(inner).answeredWith(refused.httpStatus())
                    : of(refused.httpStatus());
        }
        if (cause instanceof ContentTooLargeException) {
            return of(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        if (cause instanceof RequestTimeoutException) {
            return timedOut();
        }
        if (cause instanceof ResponseCompleteException || Exceptions.isStreamCancelling(cause) || isLateRead(cause)) {
            return gone();
        }
        return unexpected(cause);
    }

    /** Bytes of a stream that ended while they were decoded: all that Armeria says of it is this text, of its ByteBufsDecoderInput. */
    private static boolean isLateRead(Throwable cause) {
        return cause instanceof IllegalStateException && "end of deframer input".equals(cause.getMessage());
    }

    /** An answer that the server itself gives, such as for an unknown path. */
    static ApiError of(HttpStatus status) {
        if (status.equals(HttpStatus.NOT_FOUND)) {
            return new ApiError(
                    "NOT_FOUND",
                    "expected a path of the API, but there is nothing at this one",
                    "Look at docs/api.md for the paths; GET /v1/fleets is a good first one.",
                    status,
                    Status.Code.NOT_FOUND);
        }
        if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
            return new ApiError(
                    "INVALID",
                    "expected another HTTP method for this path: GET reads, POST decides",
                    "Look at docs/api.md for the method of each path.",
                    status,
                    Status.Code.INVALID_ARGUMENT);
        }
        if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
            return new ApiError(
                    "INVALID",
                    "expected a request of at most " + Limits.REQUEST_BYTES + " bytes, but it is larger",
                    "Make the change smaller, or split it.",
                    status,
                    Status.Code.RESOURCE_EXHAUSTED);
        }
        if (status.isServerError()) {
            return new ApiError(
                    "UNAVAILABLE",
                    "the coordinator cannot answer: " + status.reasonPhrase(),
                    "Try again soon.",
                    status,
                    Status.Code.UNAVAILABLE);
        }
        return new ApiError(
                "INVALID",
                "expected a well-formed HTTP request, but: " + status.reasonPhrase(),
                "Look at docs/api.md for an example of each request.",
                status,
                Status.Code.INVALID_ARGUMENT);
    }

    /** The other side has left, or this one has already said everything: nobody reads this answer. */
    private static ApiError gone() {
        return new ApiError(
                "UNAVAILABLE",
                "the stream has ended",
                "Begin again.",
                HttpStatus.SERVICE_UNAVAILABLE,
                Status.Code.CANCELLED);
    }

    /** The exception that futures wrap. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    boolean namesLeader() {
        return code.equals(RequestRefused.Code.NOT_LEADER.name()) && !nextStep.isEmpty();
    }

    private ApiError answeredWith(HttpStatus status) {
        return new ApiError(code, message, nextStep, status, grpcCode);
    }

    private static ApiError of(RequestRefused refused) {
        String message = refused.getMessage() == null ? "" : refused.getMessage();
        return new ApiError(
                refused.code().name(), message, refused.nextStep(), httpStatus(refused), grpcCode(refused.code()));
    }

    private static HttpStatus httpStatus(RequestRefused refused) {
        return switch (refused.code()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case WRONG_STATE, STALE_APPROVAL, NEEDS_CONFIRMATION -> HttpStatus.CONFLICT;
            case NOT_APPROVER -> HttpStatus.FORBIDDEN;
            case NOT_LEADER ->
                refused.nextStep().isEmpty() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.TEMPORARY_REDIRECT;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case DAMAGED -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static Status.Code grpcCode(RequestRefused.Code code) {
        return switch (code) {
            case INVALID -> Status.Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case WRONG_STATE, NEEDS_CONFIRMATION -> Status.Code.FAILED_PRECONDITION;
            case STALE_APPROVAL -> Status.Code.ABORTED;
            case NOT_APPROVER -> Status.Code.PERMISSION_DENIED;
            case NOT_LEADER, UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case DAMAGED -> Status.Code.DATA_LOSS;
        };
    }

    private static ApiError timedOut() {
        return new ApiError(
                "TIMED_OUT",
                "there was no answer within " + Limits.REQUEST_TIMEOUT.toSeconds()
                        + " seconds; whether the request is carried out is not known",
                "Look at the fleet's status before you ask again.",
                HttpStatus.GATEWAY_TIMEOUT,
                Status.Code.DEADLINE_EXCEEDED);
    }

    private static ApiError unexpected(Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.error("A request failed unexpectedly, id {}", id, cause);
        return new ApiError(
                "INTERNAL",
                "the coordinator failed on this request in a way that nobody expected, id " + id,
                "Look for " + id + " in the coordinator's log, and report what stands there.",
                HttpStatus.INTERNAL_SERVER_ERROR,
                Status.Code.INTERNAL);
    }
}
