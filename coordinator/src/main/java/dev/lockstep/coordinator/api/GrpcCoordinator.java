package dev.lockstep.coordinator.api;

import com.google.protobuf.Message;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The users' service as gRPC. */
final class GrpcCoordinator {
    private final CoordinatorMethods methods;
    private final FleetWatches watches;

    GrpcCoordinator(CoordinatorMethods methods, FleetWatches watches) {
        this.methods = methods;
        this.watches = watches;
    }

    ServerServiceDefinition service() {
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(CoordinatorServiceGrpc.getServiceDescriptor());
        methods.all().forEach(method -> add(service, method));
        return service.addMethod(
                        CoordinatorServiceGrpc.getWatchFleetMethod(), ServerCalls.asyncServerStreamingCall(this::watch))
                .build();
    }

    private static <Q extends Message, A extends Message> void add(
            ServerServiceDefinition.Builder service, UnaryMethod<Q, A> method) {
        service.addMethod(
                method.grpc(),
                ServerCalls.asyncUnaryCall((request, observer) -> method.call(request)
                        .whenComplete((answer, failure) -> {
                            if (failure == null) {
                                observer.onNext(answer);
                                observer.onCompleted();
                            } else {
                                observer.onError(GrpcErrors.of(failure));
                            }
                        })));
    }

    private void watch(GetFleetRequest request, StreamObserver<FleetStatus> observer) {
        ServerCallStreamObserver<FleetStatus> call = (ServerCallStreamObserver<FleetStatus>) observer;
        NewestOnly<FleetStatus> statuses = new NewestOnly<>(call::isReady, call::onNext);
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        call.setOnReadyHandler(statuses::handOn);
        call.setOnCloseHandler(() -> over.complete(true));
        call.setOnCancelHandler(() -> {
            statuses.stop(() -> {});
            over.complete(false);
        });
        try {
            watches.follow(request.getFleet(), statuses, over, () -> statuses.stop(call::onCompleted));
        } catch (RuntimeException refused) {
            statuses.stop(() -> call.onError(GrpcErrors.of(refused)));
        }
    }
}
