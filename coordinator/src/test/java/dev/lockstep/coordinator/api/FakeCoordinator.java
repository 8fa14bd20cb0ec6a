package dev.lockstep.coordinator.api;

import com.google.protobuf.Message;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.ListEpochsResponse;
import dev.lockstep.v1.ListFleetsResponse;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.WaiveCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers what was asked, answers with what the test says, and knows one fleet: "orders". */
final class FakeCoordinator implements CoordinatorOperations {
    private static final FleetRoster ROSTER =
            FleetRoster.newBuilder().setFleet("orders").build();

    static final String FLEET = "orders";

    final List<Message> asked = new CopyOnWriteArrayList<>();
    private final List<Consumer<FleetStatus>> listeners = new CopyOnWriteArrayList<>();
    private volatile FleetStatus status =
            FleetStatus.newBuilder().setFleet(FLEET).setLeader("one").setTerm(3).build();
    private volatile @Nullable RuntimeException failure;
    private volatile String unreadiness = "";

    void succeed() {
        failure = null;
    }

    /** From now on every request fails with it. */
    void failWith(RuntimeException failure) {
        this.failure = failure;
    }

    void becomeUnready(String missing) {
        unreadiness = missing;
    }

    void publish(FleetStatus next) {
        status = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    int watchers() {
        return listeners.size();
    }

    @Override
    public ListFleetsResponse listFleets() {
        failWhenTold();
        return ListFleetsResponse.newBuilder().addFleets(FLEET).build();
    }

    @Override
    public FleetStatus fleet(String fleet) {
        failWhenTold();
        checkFleet(fleet);
        return status;
    }

    @Override
    public CompletionStage<PlanChangeResponse> planChange(PlanChangeRequest request) {
        return answer(
                request,
                PlanChangeResponse.newBuilder()
                        .addNodes(NodePlan.newBuilder().setNode("pg-1").setPlanHash("ab"))
                        .setChangeHash("cd")
                        .build());
    }

    @Override
    public CompletionStage<EpochStatus> applyChange(ApplyChangeRequest request) {
        return answer(request, epoch(7, EpochState.RUNNING));
    }

    @Override
    public ListEpochsResponse listEpochs(ListEpochsRequest request) {
        failWhenTold();
        asked.add(request);
        return ListEpochsResponse.newBuilder()
                .addEpochs(epoch(6, EpochState.COMPLETED))
                .build();
    }

    @Override
    public CompletionStage<EpochStatus> epoch(GetEpochRequest request) {
        return answer(request, epoch(request.getEpoch(), EpochState.COMPLETED));
    }

    @Override
    public PlanChangeResponse plans(GetEpochRequest request) {
        failWhenTold();
        asked.add(request);
        return PlanChangeResponse.newBuilder().setChangeHash("ef").build();
    }

    @Override
    public CompletionStage<EpochStatus> approve(ApproveEpochRequest request) {
        return answer(request, epoch(request.getEpoch(), EpochState.RUNNING));
    }

    @Override
    public CompletionStage<EpochStatus> release(EpochCommand command) {
        return answer(command, epoch(command.getEpoch(), EpochState.RUNNING));
    }

    @Override
    public CompletionStage<EpochStatus> pause(EpochCommand command) {
        return answer(command, epoch(command.getEpoch(), EpochState.PAUSED));
    }

    @Override
    public CompletionStage<EpochStatus> resume(EpochCommand command) {
        return answer(command, epoch(command.getEpoch(), EpochState.RUNNING));
    }

    @Override
    public CompletionStage<EpochStatus> rollback(EpochCommand command) {
        return answer(command, epoch(command.getEpoch(), EpochState.ROLLING_BACK));
    }

    @Override
    public CompletionStage<dev.lockstep.v1.ReverseChange> reverse(GetEpochRequest request) {
        return answer(
                request,
                dev.lockstep.v1.ReverseChange.newBuilder()
                        .setChangeFile("change: back\n")
                        .build());
    }

    @Override
    public FleetRoster roster(String fleet) {
        failWhenTold();
        checkFleet(fleet);
        return ROSTER;
    }

    @Override
    public CompletionStage<FleetRoster> join(RosterCommand command) {
        return answer(command, ROSTER);
    }

    @Override
    public CompletionStage<FleetRoster> leave(LeaveCommand command) {
        return answer(command, ROSTER);
    }

    @Override
    public CompletionStage<EpochStatus> waive(WaiveCommand command) {
        return answer(command, epoch(command.getEpoch(), EpochState.RUNNING));
    }

    @Override
    public CompletionStage<AuditReport> verifyAudit(String fleet) {
        return answer(
                AuditReport.getDefaultInstance(),
                AuditReport.newBuilder().setEntries(42).setIntact(true).build());
    }

    @Override
    public CompletionStage<DriftReport> findDrift(FindDriftRequest request) {
        return answer(request, DriftReport.newBuilder().setChecked(4).build());
    }

    @Override
    public AutoCloseable watch(String fleet, Consumer<FleetStatus> listener) {
        failWhenTold();
        checkFleet(fleet);
        listeners.add(listener);
        listener.accept(status);
        return () -> listeners.remove(listener);
    }

    @Override
    public String unreadiness() {
        return unreadiness;
    }

    private <A> CompletionStage<A> answer(Message request, A answer) {
        asked.add(request);
        RuntimeException failing = failure;
        return failing == null
                ? CompletableFuture.supplyAsync(() -> answer)
                : CompletableFuture.supplyAsync(() -> {
                    throw failing;
                });
    }

    private void failWhenTold() {
        RuntimeException failing = failure;
        if (failing != null) {
            throw failing;
        }
    }

    private static void checkFleet(String fleet) {
        if (!fleet.equals(FLEET)) {
            throw new RequestRefused(
                    RequestRefused.Code.NOT_FOUND,
                    "expected a known fleet, but there is no '" + fleet + "'",
                    "Known: " + FLEET);
        }
    }

    private static EpochStatus epoch(long number, EpochState state) {
        return EpochStatus.newBuilder()
                .setFleet(FLEET)
                .setNumber(number)
                .setChange("orders-region")
                .setState(state)
                .build();
    }
}
