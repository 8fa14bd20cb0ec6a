package dev.lockstep.coordinator.api;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One request with one answer, as both faces call it.
 *
 * @param grpc its name and types
 * @param operation carries it out; may fail by throwing as well as by its stage
 */
record UnaryMethod<Q extends Message, A extends Message>(
        MethodDescriptor<Q, A> grpc, Function<Q, CompletionStage<A>> operation) {

    CompletionStage<A> call(Q request) {
        try {
            return operation.apply(request);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    Q emptyRequest() {
        return requestMarshaller().getMessagePrototype();
    }

    /** The method as the contract describes it, annotations included. */
    Descriptors.MethodDescriptor described() {
        if (grpc.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
            return supplier.getMethodDescriptor();
        }
        throw new IllegalStateException(grpc.getFullMethodName() + " has no descriptor");
    }

    private MethodDescriptor.PrototypeMarshaller<Q> requestMarshaller() {
        return (MethodDescriptor.PrototypeMarshaller<Q>) grpc.getRequestMarshaller();
    }
}
