package dev.lockstep.deploy.command;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.GetRosterRequest;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.GetTipResponse;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.ListEpochsResponse;
import dev.lockstep.v1.ListFleetsRequest;
import dev.lockstep.v1.ListFleetsResponse;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.VerifyAuditRequest;
import dev.lockstep.v1.WaiveCommand;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A coordinator that answers what it was told to answer, over real gRPC, and remembers what it was asked. */
public final class FakeCoordinator extends CoordinatorServiceGrpc.CoordinatorServiceImplBase implements AutoCloseable {

    public final List<Object> asked = Collections.synchronizedList(new ArrayList<>());
    public final List<String> fleets = new ArrayList<>(List.of("orders"));
    public FleetStatus fleet = FleetStatus.getDefaultInstance();
    public PlanChangeResponse plans = PlanChangeResponse.getDefaultInstance();
    public FleetRoster roster = FleetRoster.getDefaultInstance();
    public AuditReport audit = AuditReport.getDefaultInstance();
    public DriftReport drift = DriftReport.getDefaultInstance();
    public final List<EpochStatus> epochs = new ArrayList<>();
    /** The states that an epoch comes to by itself after each decision; the first after apply. */
    public final Deque<EpochState> states = new ArrayDeque<>();
    /** What the next request is refused with. */
    public Optional<Refusal> refusal = Optional.empty();

    /** Who leads instead of this one; empty when this one does. */
    public Optional<String> leader = Optional.empty();

    private EpochStatus current = EpochStatus.newBuilder()
            .setFleet("orders")
            .setNumber(1)
            .setChange("orders-region")
            .setState(EpochState.RUNNING)
            .build();
    private final Server server;

    /** As a coordinator refuses. */
    public record Refusal(io.grpc.Status.Code status, String reason, String message, String nextStep) {}

    public FakeCoordinator() throws IOException {
        this(0);
    }

    /** @param port as one that was started again has it; 0 for any */
    public FakeCoordinator(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(this)
                .addService(new Tip())
                .build()
                .start();
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    public int port() {
        return server.getPort();
    }

    public void currentEpoch(EpochStatus epoch) {
        current = epoch;
        fleet = fleet.toBuilder().clearEpochs().addEpochs(epoch).build();
    }

    private <T> void answer(Object request, T answer, StreamObserver<T> observer) {
        asked.add(request);
        if (refusal.isPresent()) {
            observer.onError(error(refusal.get()));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static Throwable error(Refusal refusal) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(refusal.status().value())
                .setMessage(refusal.message())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(refusal.reason())
                        .setDomain("lockstep.dev")
                        .putMetadata("next_step", refusal.nextStep())
                        .build()))
                .build());
    }

    /** The part of the agents' service by which a user's client finds the leader. */
    private final class Tip extends AgentServiceGrpc.AgentServiceImplBase {
        @Override
        public void getTip(GetTipRequest request, StreamObserver<GetTipResponse> observer) {
            if (leader.isPresent()) {
                observer.onError(error(new Refusal(
                        io.grpc.Status.Code.FAILED_PRECONDITION, "NOT_LEADER", "another one leads", leader.get())));
                return;
            }
            observer.onNext(GetTipResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private EpochStatus next() {
        EpochState state = states.poll();
        if (state != null) {
            currentEpoch(current.toBuilder().setState(state).build());
        }
        return current;
    }

    @Override
    public void listFleets(ListFleetsRequest request, StreamObserver<ListFleetsResponse> observer) {
        answer(request, ListFleetsResponse.newBuilder().addAllFleets(fleets).build(), observer);
    }

    @Override
    public void getFleet(GetFleetRequest request, StreamObserver<FleetStatus> observer) {
        answer(request, fleet, observer);
    }

    @Override
    public void planChange(PlanChangeRequest request, StreamObserver<PlanChangeResponse> observer) {
        answer(request, plans, observer);
    }

    @Override
    public void applyChange(ApplyChangeRequest request, StreamObserver<EpochStatus> observer) {
        answer(request, current, observer);
        next();
    }

    @Override
    public void listEpochs(ListEpochsRequest request, StreamObserver<ListEpochsResponse> observer) {
        answer(request, ListEpochsResponse.newBuilder().addAllEpochs(epochs).build(), observer);
    }

    @Override
    public void getEpoch(GetEpochRequest request, StreamObserver<EpochStatus> observer) {
        answer(request, current, observer);
    }

    @Override
    public void getPlans(GetEpochRequest request, StreamObserver<PlanChangeResponse> observer) {
        answer(request, plans, observer);
    }

    @Override
    public void approveEpoch(ApproveEpochRequest request, StreamObserver<EpochStatus> observer) {
        answer(request, next(), observer);
    }

    @Override
    public void releaseEpoch(EpochCommand request, StreamObserver<EpochStatus> observer) {
        answer(request, next(), observer);
    }

    @Override
    public void pauseEpoch(EpochCommand request, StreamObserver<EpochStatus> observer) {
        answer(request, next(), observer);
    }

    @Override
    public void resumeEpoch(EpochCommand request, StreamObserver<EpochStatus> observer) {
        answer(request, next(), observer);
    }

    @Override
    public void rollbackEpoch(EpochCommand request, StreamObserver<EpochStatus> observer) {
        answer(request, next(), observer);
    }

    /** Sends the status as it is and stays open, as a coordinator would. */
    @Override
    public void watchFleet(GetFleetRequest request, StreamObserver<FleetStatus> observer) {
        asked.add(request);
        observer.onNext(fleet);
    }

    @Override
    public void verifyAudit(VerifyAuditRequest request, StreamObserver<AuditReport> observer) {
        answer(request, audit, observer);
    }

    @Override
    public void getRoster(GetRosterRequest request, StreamObserver<FleetRoster> observer) {
        answer(request, roster, observer);
    }

    @Override
    public void joinRoster(RosterCommand request, StreamObserver<FleetRoster> observer) {
        answer(request, roster, observer);
    }

    @Override
    public void leaveRoster(LeaveCommand request, StreamObserver<FleetRoster> observer) {
        answer(request, roster, observer);
    }

    @Override
    public void waiveNode(WaiveCommand request, StreamObserver<EpochStatus> observer) {
        answer(request, current, observer);
    }

    @Override
    public void findDrift(FindDriftRequest request, StreamObserver<DriftReport> observer) {
        answer(request, drift, observer);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
