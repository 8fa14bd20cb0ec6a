package dev.lockstep.coordinator.api;

import com.google.protobuf.Message;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every request with one answer that users can make: the one list that gRPC and REST are both made from. */
final class CoordinatorMethods {
    private final List<UnaryMethod<?, ?>> all;

    CoordinatorMethods(CoordinatorOperations operations) {
        all = List.of(
                read(CoordinatorServiceGrpc.getListFleetsMethod(), request -> operations.listFleets()),
                read(CoordinatorServiceGrpc.getGetFleetMethod(), request -> operations.fleet(request.getFleet())),
                read(CoordinatorServiceGrpc.getListEpochsMethod(), operations::listEpochs),
                ask(CoordinatorServiceGrpc.getGetEpochMethod(), operations::epoch),
                read(CoordinatorServiceGrpc.getGetPlansMethod(), operations::plans),
                ask(CoordinatorServiceGrpc.getPlanChangeMethod(), operations::planChange),
                ask(CoordinatorServiceGrpc.getApplyChangeMethod(), operations::applyChange),
                ask(CoordinatorServiceGrpc.getApproveEpochMethod(), operations::approve),
                ask(CoordinatorServiceGrpc.getReleaseEpochMethod(), operations::release),
                ask(CoordinatorServiceGrpc.getPauseEpochMethod(), operations::pause),
                ask(CoordinatorServiceGrpc.getResumeEpochMethod(), operations::resume),
                ask(CoordinatorServiceGrpc.getRollbackEpochMethod(), operations::rollback),
                read(CoordinatorServiceGrpc.getGetRosterMethod(), request -> operations.roster(request.getFleet())),
                ask(CoordinatorServiceGrpc.getJoinRosterMethod(), operations::join),
                ask(CoordinatorServiceGrpc.getLeaveRosterMethod(), operations::leave),
                ask(CoordinatorServiceGrpc.getWaiveNodeMethod(), operations::waive),
                ask(
                        CoordinatorServiceGrpc.getVerifyAuditMethod(),
                        request -> operations.verifyAudit(request.getFleet())),
                ask(CoordinatorServiceGrpc.getReverseEpochMethod(), operations::reverse),
                ask(CoordinatorServiceGrpc.getFindDriftMethod(), operations::findDrift));
        checkComplete();
    }

    List<UnaryMethod<?, ?>> all() {
        return all;
    }

    private static <Q extends Message, A extends Message> UnaryMethod<Q, A> read(
            MethodDescriptor<Q, A> method, Function<Q, A> operation) {
        return new UnaryMethod<>(method, request -> CompletableFuture.completedFuture(operation.apply(request)));
    }

    private static <Q extends Message, A extends Message> UnaryMethod<Q, A> ask(
            MethodDescriptor<Q, A> method, Function<Q, CompletionStage<A>> operation) {
        return new UnaryMethod<>(method, operation);
    }

    private void checkComplete() {
        Set<String> served =
                all.stream().map(method -> method.grpc().getFullMethodName()).collect(Collectors.toSet());
        List<String> missing = CoordinatorServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(method -> method.getType() == MethodType.UNARY)
                .map(MethodDescriptor::getFullMethodName)
                .filter(name -> !served.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("methods of the contract that nothing serves: " + missing);
        }
    }
}
