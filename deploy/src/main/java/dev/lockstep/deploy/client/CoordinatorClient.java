package dev.lockstep.deploy.client;

import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.GetRosterRequest;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.ListFleetsRequest;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.VerifyAuditRequest;
import dev.lockstep.v1.WaiveCommand;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks coordinators. Goes to the leader by itself where only the leader can answer, and waits some time for one where there
 * is none. Every method throws {@link CoordinatorFailure} when the answer is no or there is none. For one thread.
 */
public final class CoordinatorClient implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 30_000;
    private static final long SHORT_MILLIS = 10_000;
    private static final long LONG_MILLIS = 120_000;
    private static final long HOP_MILLIS = 2_000;
    private static final int MOST_HOPS = 3;

    private final Channels channels;

    /** @param addresses "host:port" of coordinators, in the order in which they are tried; not empty */
    public CoordinatorClient(List<String> addresses) {
        channels = new Channels(addresses);
    }

    /** The fleets that the coordinator knows. */
    public List<String> fleets() {
        return read(SHORT_MILLIS, stub -> stub.listFleets(ListFleetsRequest.getDefaultInstance()))
                .getFleetsList();
    }

    /** Nodes and open epochs; where none is open, the last that ended. */
    public FleetStatus fleet(String fleet) {
        return readFresh(fleet, SHORT_MILLIS, stub -> stub.getFleet(fleetRequest(fleet)));
    }

    /** What every node would run. */
    public PlanChangeResponse plan(PlanChangeRequest request) {
        return read(LONG_MILLIS, stub -> stub.planChange(request));
    }

    /** Opens an epoch. */
    public EpochStatus apply(ApplyChangeRequest request) {
        return change(stub -> stub.applyChange(request));
    }

    /** The newest epochs first, at most this many. */
    public List<EpochStatus> epochs(String fleet, int limit) {
        ListEpochsRequest request =
                ListEpochsRequest.newBuilder().setFleet(fleet).setLimit(limit).build();
        return read(SHORT_MILLIS, stub -> stub.listEpochs(request)).getEpochsList();
    }

    public EpochStatus epoch(String fleet, long epoch) {
        return readFresh(fleet, SHORT_MILLIS, stub -> stub.getEpoch(epochRequest(fleet, epoch)));
    }

    /** The same with what was expected of each step, and what it took. */
    public EpochStatus epochWithCosts(String fleet, long epoch) {
        GetEpochRequest request =
                epochRequest(fleet, epoch).toBuilder().setCosts(true).build();
        return readFresh(fleet, LONG_MILLIS, stub -> stub.getEpoch(request));
    }

    /** The plans of an epoch's nodes, as they were reported. */
    public PlanChangeResponse plans(String fleet, long epoch) {
        return readFresh(fleet, SHORT_MILLIS, stub -> stub.getPlans(epochRequest(fleet, epoch)));
    }

    /** A change file that takes an epoch back that has gone too far for a rollback. */
    public ReverseChange reverse(String fleet, long epoch) {
        return readFresh(fleet, LONG_MILLIS, stub -> stub.reverseEpoch(epochRequest(fleet, epoch)));
    }

    public EpochStatus approve(ApproveEpochRequest request) {
        return change(stub -> stub.approveEpoch(request));
    }

    public EpochStatus release(EpochCommand command) {
        return change(stub -> stub.releaseEpoch(command));
    }

    public EpochStatus pause(EpochCommand command) {
        return change(stub -> stub.pauseEpoch(command));
    }

    public EpochStatus resume(EpochCommand command) {
        return change(stub -> stub.resumeEpoch(command));
    }

    public EpochStatus rollback(EpochCommand command) {
        return change(stub -> stub.rollbackEpoch(command));
    }

    /** Who belongs to the fleet, who wants to, and who has left. */
    public FleetRoster roster(String fleet) {
        GetRosterRequest request = GetRosterRequest.newBuilder().setFleet(fleet).build();
        return readFresh(fleet, SHORT_MILLIS, stub -> stub.getRoster(request));
    }

    public FleetRoster join(RosterCommand command) {
        return change(stub -> stub.joinRoster(command));
    }

    public FleetRoster leave(LeaveCommand command) {
        return change(stub -> stub.leaveRoster(command));
    }

    public EpochStatus waive(WaiveCommand command) {
        return change(stub -> stub.waiveNode(command));
    }

    public AuditReport verifyAudit(String fleet) {
        VerifyAuditRequest request =
                VerifyAuditRequest.newBuilder().setFleet(fleet).build();
        return read(LONG_MILLIS, stub -> stub.verifyAudit(request));
    }

    /** @param node only this one; empty for all */
    public DriftReport drift(String fleet, String node) {
        FindDriftRequest request =
                FindDriftRequest.newBuilder().setFleet(fleet).setNode(node).build();
        return read(LONG_MILLIS, stub -> stub.findDrift(request));
    }

    /**
     * Passes on the fleet's status at once and at each change, until the listener says false. A stream that breaks is opened
     * again, at another coordinator where that helps.
     *
     * @param goesOn gets each status; false ends the watch
     */
    public void watch(String fleet, Predicate<FleetStatus> goesOn) {
        LeaderSearch search = new LeaderSearch(channels, false, PATIENCE_MILLIS);
        AtomicBoolean received = new AtomicBoolean();
        while (true) {
            try {
                watchOnce(fleet, status -> {
                    received.set(true);
                    return goesOn.test(status);
                });
                return;
            } catch (StatusRuntimeException broken) {
                if (received.getAndSet(false)) {
                    // It worked a moment ago, so this is a new search, with new patience.
                    search = new LeaderSearch(channels, false, PATIENCE_MILLIS).knowingThatTheyExist();
                }
                search.after(broken);
            }
        }
    }

    private void watchOnce(String fleet, Predicate<FleetStatus> goesOn) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context previous = context.attach();
        try {
            preferLeader(fleet);
            Iterator<FleetStatus> statuses =
                    CoordinatorServiceGrpc.newBlockingStub(channels.channel()).watchFleet(fleetRequest(fleet));
            String leader = "";
            while (statuses.hasNext()) {
                FleetStatus status = statuses.next();
                if (!goesOn.test(status)) {
                    return;
                }
                if (!leader.isEmpty() && !status.getLeader().equals(leader)) {
                    throw Status.UNAVAILABLE
                            .withDescription("another coordinator leads now")
                            .asRuntimeException();
                }
                leader = status.getLeader();
            }
            throw Status.UNAVAILABLE
                    .withDescription("the coordinator ended the stream")
                    .asRuntimeException();
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    /** Reads from the leader where it can be found: only it knows progress, and which agents are there. */
    private <T> T readFresh(String fleet, long timeoutMillis, Function<CoordinatorServiceBlockingStub, T> request) {
        return ask(false, timeoutMillis, stub -> {
            preferLeader(fleet);
            return request.apply(stub(timeoutMillis));
        });
    }

    /** Goes to the leader if the coordinator at hand knows it and it answers; else stays. Only the leader tells a fleet's tip. */
    private void preferLeader(String fleet) {
        String answering = channels.current();
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            try {
                var unused = AgentServiceGrpc.newBlockingStub(channels.channel())
                        .withDeadlineAfter(HOP_MILLIS, TimeUnit.MILLISECONDS)
                        .getTip(GetTipRequest.newBuilder().setFleet(fleet).build());
                return;
            } catch (StatusRuntimeException failed) {
                Optional<String> leader = CoordinatorFailure.leaderNamedIn(failed);
                if (leader.isEmpty()) {
                    break;
                }
                answering = channels.current();
                channels.goTo(leader.get());
            }
        }
        // The leader that was named has gone, and no other is known yet: a follower's answer is better than none.
        channels.goTo(answering);
    }

    private <T> T read(long timeoutMillis, Function<CoordinatorServiceBlockingStub, T> request) {
        return ask(false, timeoutMillis, request);
    }

    private <T> T change(Function<CoordinatorServiceBlockingStub, T> request) {
        return ask(true, LONG_MILLIS, request);
    }

    private <T> T ask(boolean changes, long timeoutMillis, Function<CoordinatorServiceBlockingStub, T> request) {
        LeaderSearch search = new LeaderSearch(channels, changes, PATIENCE_MILLIS);
        while (true) {
            try {
                return request.apply(stub(timeoutMillis));
            } catch (StatusRuntimeException failed) {
                search.after(failed);
            }
        }
    }

    private CoordinatorServiceBlockingStub stub(long timeoutMillis) {
        return CoordinatorServiceGrpc.newBlockingStub(channels.channel())
                .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private static GetFleetRequest fleetRequest(String fleet) {
        return GetFleetRequest.newBuilder().setFleet(fleet).build();
    }

    private static GetEpochRequest epochRequest(String fleet, long epoch) {
        return GetEpochRequest.newBuilder().setFleet(fleet).setEpoch(epoch).build();
    }

    @Override
    public void close() {
        channels.close();
    }
}
