package dev.lockstep.coordinator.agents;

import dev.lockstep.coordinator.api.AgentSessions;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.view.LiveNode;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipResponse;
import dev.lockstep.v1.InspectionReply;
import dev.lockstep.v1.InspectionRequest;
import dev.lockstep.v1.NotLeader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All agents that have a stream to this coordinator. Thread-safe. */
public final class AttachedAgents implements AgentSessions {
    private final Fleet fleets;
    private final Supplier<String> leaderAddress;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, AgentStream> streams = new ConcurrentSkipListMap<>();
    private final Map<NodeKey, Introduced> newestHello = new ConcurrentHashMap<>();
    private final Map<NodeKey, ServedNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<InspectionReply>> inspections = new ConcurrentHashMap<>();

    /**
     * @param fleets gives the loop of a fleet
     * @param leaderAddress "host:port" of the leader, empty when none is known
     */
    public AttachedAgents(Fleet fleets, Supplier<String> leaderAddress) {
        this.fleets = fleets;
        this.leaderAddress = leaderAddress;
    }

    /** Gives the loop of a fleet. */
    public interface Fleet {
        /** The loop of a fleet that exists. */
        Optional<FleetLoop> find(String fleet);

        /** The loop of a fleet, which is founded when it is new; fails with {@link RequestRefused} when that is impossible now. */
        CompletableFuture<FleetLoop> findOrFound(String fleet);
    }

    @Override
    public AgentSession attach(Consumer<CoordinatorMessage> toAgent, Runnable end) {
        AgentStream stream = new AgentStream(this, numbers.incrementAndGet(), toAgent, end);
        streams.put(stream.number(), stream);
        return stream;
    }

    /**
     * Ends all streams, after the fleets have heard that this coordinator must not lead. An agent that has nothing to say would not notice by itself, and the new leader
     * would wait for it.
     */
    public void onLeadershipLost() {
        streams.values().forEach(AgentStream::close);
    }

    @Override
    public GetTipResponse tip(String fleet) {
        FleetLoop loop = fleets.find(fleet)
                .orElseThrow(() -> new RequestRefused(Code.NOT_FOUND, "there is no fleet " + fleet, ""));
        if (!loop.view().leading()) {
            throw new RequestRefused(
                    Code.NOT_LEADER, "this coordinator does not lead fleet " + fleet, leaderAddress.get());
        }
        return GetTipResponse.newBuilder().setTip(loop.tip()).build();
    }

    /** What is known of the nodes of a fleet that are served now. */
    public Map<String, LiveNode> live(String fleet) {
        Map<String, LiveNode> live = new TreeMap<>();
        nodes.forEach((key, node) -> {
            if (key.fleet().equals(fleet)) {
                live.put(key.node(), node.live());
            }
        });
        return live;
    }

    /**
     * Asks the agent of a node to look at it. The future fails with {@link RequestRefused} when no agent serves the node, or it does not answer in time.
     *
     * @param request without id and node
     */
    public CompletableFuture<InspectionReply> inspect(
            String fleet, String node, InspectionRequest.Builder request, Duration timeout) {
        ServedNode served = nodes.get(new NodeKey(fleet, node));
        if (served == null) {
            return CompletableFuture.failedFuture(
                    new RequestRefused(Code.UNAVAILABLE, "no agent serves it now", "start its agent"));
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<InspectionReply> reply = new CompletableFuture<>();
        inspections.put(id, reply);
        served.stream()
                .send(CoordinatorMessage.newBuilder()
                        .setInspectionRequest(request.setId(id).setNode(node)));
        return reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> inspections.remove(id));
    }

    Fleet fleets() {
        return fleets;
    }

    CoordinatorMessage.Builder notLeader() {
        return CoordinatorMessage.newBuilder()
                .setNotLeader(NotLeader.newBuilder().setLeader(leaderAddress.get()));
    }

    /**
     * Whether a process has said by a newer stream already who the node is. What it had said by this one comes late then: held against what it has reported
     * since, it would look like a ledger from an older backup.
     */
    boolean isOutdated(NodeKey node, long incarnation, long stream) {
        Introduced newest = newestHello.merge(node, new Introduced(incarnation, stream), Introduced::newer);
        return newest.incarnation() == incarnation && newest.stream() > stream;
    }

    void serve(NodeKey key, ServedNode node) {
        nodes.put(key, node);
    }

    void serveUnlessServed(NodeKey key, ServedNode node) {
        nodes.putIfAbsent(key, node);
    }

    void update(NodeKey key, AgentStream by, java.util.function.UnaryOperator<LiveNode> edit) {
        nodes.computeIfPresent(
                key, (same, node) -> node.stream() == by ? new ServedNode(by, edit.apply(node.live())) : node);
    }

    void forget(AgentStream stream) {
        streams.remove(stream.number());
        nodes.values().removeIf(node -> node.stream() == stream);
    }

    void answer(InspectionReply reply) {
        CompletableFuture<InspectionReply> waiting = inspections.get(reply.getId());
        if (waiting != null) {
            // Not on the stream's own thread, which belongs to another request.
            var unused = waiting.completeAsync(() -> reply);
        }
    }

    /** By whom, and by which stream, it was last said who a node is. */
    private record Introduced(long incarnation, long stream) {
        Introduced newer(Introduced other) {
            return other.stream > stream ? other : this;
        }
    }

    /** A node of a fleet. */
    record NodeKey(String fleet, String node) {}

    /** A node, and the stream that serves it. */
    record ServedNode(AgentStream stream, LiveNode live) {}
}
