package dev.lockstep.coordinator.api;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Errors as gRPC tells them: a status, and beside it an {@link ErrorInfo} with the code as reason and the next step. */
final class GrpcErrors implements GrpcExceptionHandlerFunction {
    /** Who gives the reasons their meaning. */
    static final String DOMAIN = "lockstep.dev";

    static final String NEXT_STEP = "next_step";

    static StatusRuntimeException of(Throwable failure) {
        return of(ApiError.of(failure));
    }

    static StatusRuntimeException of(ApiError error) {
        ErrorInfo details = ErrorInfo.newBuilder()
                .setReason(error.code())
                .setDomain(DOMAIN)
                .putMetadata(NEXT_STEP, error.nextStep())
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(error.grpcCode().value())
                .setMessage(error.message())
                .addDetails(Any.pack(details))
                .build());
    }

    /** Maps what was thrown outside of our own code: a message that is no protobuf, a client that went away. */
    @Override
    public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
        if (cause instanceof StatusRuntimeException || cause instanceof StatusException || isKnown(status)) {
            return status;
        }
        StatusRuntimeException told = of(cause);
        Metadata details = told.getTrailers();
        if (details != null) {
            metadata.merge(details);
        }
        return told.getStatus();
    }

    private static boolean isKnown(Status status) {
        return status.getCode() != Status.Code.UNKNOWN && status.getCode() != Status.Code.INTERNAL;
    }
}
