package dev.lockstep.coordinator.api;

import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.ListEpochsResponse;
import dev.lockstep.v1.ListFleetsResponse;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.WaiveCommand;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What a coordinator can do for its users. Thread-safe; nothing blocks. A stage fails with {@link RequestRefused} when the answer is no. Reads are answered by
 * followers too; commands, plans and drift only by the leader.
 */
public interface CoordinatorOperations {
    ListFleetsResponse listFleets();

    /** The last published view; never waits for the loop. */
    FleetStatus fleet(String fleet);

    CompletionStage<PlanChangeResponse> planChange(PlanChangeRequest request);

    CompletionStage<EpochStatus> applyChange(ApplyChangeRequest request);

    ListEpochsResponse listEpochs(ListEpochsRequest request);

    /** With costs it reads the journal; else it answers from the last published view. */
    CompletionStage<EpochStatus> epoch(GetEpochRequest request);

    PlanChangeResponse plans(GetEpochRequest request);

    CompletionStage<EpochStatus> approve(ApproveEpochRequest request);

    CompletionStage<EpochStatus> release(EpochCommand command);

    CompletionStage<EpochStatus> pause(EpochCommand command);

    CompletionStage<EpochStatus> resume(EpochCommand command);

    CompletionStage<EpochStatus> rollback(EpochCommand command);

    /** The last published view; never waits for the loop. */
    FleetRoster roster(String fleet);

    CompletionStage<FleetRoster> join(RosterCommand command);

    CompletionStage<FleetRoster> leave(LeaveCommand command);

    CompletionStage<EpochStatus> waive(WaiveCommand command);

    CompletionStage<AuditReport> verifyAudit(String fleet);

    CompletionStage<ReverseChange> reverse(GetEpochRequest request);

    CompletionStage<DriftReport> findDrift(FindDriftRequest request);

    /**
     * Calls the listener at once and at each change, from a thread of the coordinator's; the listener must not block.
     *
     * @return closes the subscription
     */
    AutoCloseable watch(String fleet, Consumer<FleetStatus> listener);

    /** Whether this coordinator can serve: it follows the journal and reaches Kafka and ZooKeeper. The text says what is missing; empty when ready. */
    String unreadiness();
}
