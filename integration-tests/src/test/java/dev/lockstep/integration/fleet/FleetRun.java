package dev.lockstep.integration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.NodeStatus;
import dev.lockstep.v1.VerifyAuditRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A fleet that is up, and what a person would do with it.
 *
 * @param fleet with its nodes and agents
 * @param client speaks to its coordinator
 */
public record FleetRun(TestFleet fleet, CoordinatorServiceBlockingStub client) implements AutoCloseable {

    /** Starts one coordinator and an agent beside each node, and waits until every node is served. */
    public static FleetRun start(TestFleet fleet) {
        FleetRun run = new FleetRun(fleet, fleet.client(fleet.startCoordinator("c1")));
        fleet.startAgents();
        fleet.awaitNodes(run.client);
        return run;
    }

    /** Starts a fleet of one node, named {@code shard-1}, after its database has run these statements. */
    public static FleetRun ofOne(String engine, String... statements) {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", engine).run(statements);
        return start(fleet);
    }

    /** The node of a fleet of one. */
    public TestNode node() {
        return fleet.node("shard-1");
    }

    /** The fleet as it is shown. */
    public FleetStatus status() {
        return client.getFleet(
                GetFleetRequest.newBuilder().setFleet(TestFleet.FLEET).build());
    }

    /** An epoch as it is shown. */
    public EpochStatus epoch(long number) {
        return client.getEpoch(GetEpochRequest.newBuilder()
                .setFleet(TestFleet.FLEET)
                .setEpoch(number)
                .build());
    }

    /** A node as its fleet shows it. */
    public NodeStatus member(String name) {
        return status().getNodesList().stream()
                .filter(node -> node.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Opens an epoch and gives its number. */
    public long apply(String change) {
        return fleet.apply(client, change).getNumber();
    }

    /** Opens an epoch, waits for the plans and approves them. */
    public long applyAndApprove(String change) {
        long epoch = apply(change);
        await(epoch, EpochState.AWAITING_APPROVAL);
        fleet.approve(client, epoch);
        return epoch;
    }

    /** Waits for a state. */
    public EpochStatus await(long epoch, EpochState state) {
        return fleet.awaitState(client, epoch, state);
    }

    /** Waits until the first node of an epoch is as wanted. */
    public EpochNodeStatus awaitNode(long epoch, Predicate<EpochNodeStatus> wanted) {
        return fleet.awaitEpoch(client, epoch, status -> status.getNodesCount() > 0 && wanted.test(status.getNodes(0)))
                .getNodes(0);
    }

    public EpochStatus release(long epoch) {
        return client.releaseEpoch(TestFleet.command(epoch));
    }

    public EpochStatus pause(long epoch) {
        return client.pauseEpoch(TestFleet.command(epoch));
    }

    public EpochStatus resume(long epoch) {
        return client.resumeEpoch(TestFleet.command(epoch));
    }

    public EpochStatus rollback(long epoch) {
        return client.rollbackEpoch(TestFleet.command(epoch));
    }

    /** Takes a change from its file to its end; the application is ready at once. */
    public EpochStatus complete(String change) {
        long epoch = applyAndApprove(change);
        return finish(epoch);
    }

    /** Takes an epoch that runs to its end; the application is ready at once. */
    public EpochStatus finish(long epoch) {
        EpochStatus status = fleet.awaitEpoch(
                client,
                epoch,
                now -> now.getState() == EpochState.AWAITING_RELEASE || now.getState() == EpochState.COMPLETED);
        if (status.getState() == EpochState.AWAITING_RELEASE) {
            release(epoch);
        }
        return await(epoch, EpochState.COMPLETED);
    }

    /** What a request is answered with when the answer is no. */
    public static StatusRuntimeException refusal(Supplier<?> request) {
        try {
            Object answer = request.get();
            throw new AssertionError("expected a refusal, found " + answer);
        } catch (StatusRuntimeException refused) {
            return refused;
        }
    }

    /** How the nodes differ from what the history says. */
    public List<Drift> drift() {
        return client.findDrift(
                        FindDriftRequest.newBuilder().setFleet(TestFleet.FLEET).build())
                .getDriftList();
    }

    public AuditReport audit() {
        return client.verifyAudit(
                VerifyAuditRequest.newBuilder().setFleet(TestFleet.FLEET).build());
    }

    /** The recorded fingerprint of each node. */
    public Map<String, String> fingerprints() {
        Map<String, String> prints = new TreeMap<>();
        status().getNodesList().forEach(node -> prints.put(node.getName(), node.getFingerprint()));
        return prints;
    }

    /** Nothing differs from the history, the history is whole, and Lockstep has left nothing beside the ledger. */
    public void assertWhole() {
        assertThat(drift()).isEmpty();
        AuditReport audit = audit();
        assertThat(audit.getIntact()).as(audit.getFinding()).isTrue();
        fleet.nodes().forEach(node -> assertThat(Leftovers.on(node)).isEmpty());
    }

    @Override
    public void close() {
        fleet.close();
    }
}
