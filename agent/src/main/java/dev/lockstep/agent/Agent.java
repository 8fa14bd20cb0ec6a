package dev.lockstep.agent;

import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.report.InspectionDesk;
import dev.lockstep.agent.report.JoinedTips;
import dev.lockstep.agent.report.LeaderStream;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.Position;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of one host: the nodes beside it, and one stream to the leader. The composition root of the process. */
public final class Agent implements AutoCloseable {
    /** What the process exits with when newer agents have taken over all of its nodes (rule N3). */
    public static final int EXIT_SUPERSEDED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long LOOK_MILLIS = 500;

    private final List<ServedNode> nodes;
    private final LeaderStream stream;
    private final AgentParts parts;
    private volatile boolean closing;

    private Agent(List<ServedNode> nodes, LeaderStream stream, AgentParts parts) {
        this.nodes = nodes;
        this.stream = stream;
        this.parts = parts;
    }

    /** Starts an agent with the real parts that its settings name. */
    public static Agent start(AgentSettings settings, String version, MeterRegistry registry) {
        return start(settings, version, AgentParts.of(settings), registry);
    }

    /**
     * Starts an agent; it finds its databases, Kafka, ZooKeeper and the leader by itself, whenever they are there.
     *
     * @param version of Lockstep, told to the coordinator
     */
    public static Agent start(AgentSettings settings, String version, AgentParts parts, MeterRegistry registry) {
        WorkPermits permits = new WorkPermits(settings.workLimit());
        LateTips late = new LateTips();
        TipReader tips = new JoinedTips(late);
        List<ServedNode> nodes = new ArrayList<>();
        Map<String, NodeDatabase> databases = new HashMap<>();
        for (NodeSettings node : settings.nodes()) {
            NodeDatabase database = parts.databases().apply(node);
            databases.put(node.name(), database);
            nodes.add(new ServedNode(
                    node,
                    database,
                    parts.directives().apply(node.fleet()),
                    parts.gate(),
                    parts.approvers(),
                    tips,
                    permits,
                    new AgentMetrics(registry, node.fleet(), node.name()),
                    NodeSurroundings.ofSystem()));
        }
        LeaderStream stream = new LeaderStream(
                AgentHello.newBuilder()
                        .setAgent(settings.name())
                        .setVersion(version)
                        .build(),
                parts.leader(),
                nodes.stream().map(ServedNode::reports).toList(),
                new InspectionDesk(databases),
                Pacer.ofSystem(),
                new Backoff(new SecureRandom(), 250, 2000));
        late.target.set(stream);
        stream.start();
        nodes.forEach(ServedNode::start);
        LOG.info("agent {} serves {}", settings.name(), databases.keySet());
        return new Agent(nodes, stream, parts);
    }

    /** Why this process serves none of its nodes any more; empty while it serves at least one. */
    public Optional<String> abandoned() {
        if (closing) {
            return Optional.empty();
        }
        List<String> reasons = nodes.stream()
                .flatMap(node -> node.standing().leftReason().stream())
                .toList();
        return reasons.size() == nodes.size() ? Optional.of(String.join("; ", reasons)) : Optional.empty();
    }

    /** Waits until newer agents have taken over all nodes, and says why. Exit with {@link #EXIT_SUPERSEDED} then. */
    public String awaitAbandoned() throws InterruptedException {
        while (abandoned().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return abandoned().orElseThrow();
    }

    /** Whether every node that is still served is confirmed by the coordinator: readiness. */
    public boolean isReady() {
        return nodes.stream()
                .allMatch(node -> node.standing().isConfirmed()
                        || node.standing().leftReason().isPresent());
    }

    /** Stops: nothing is begun any more; what was begun is found again at the next start. */
    @Override
    public void close() {
        closing = true;
        nodes.parallelStream().forEach(ServedNode::close);
        stream.close();
        parts.gate().close();
        List<AutoCloseable> owned = new ArrayList<>(parts.owned());
        for (int i = owned.size() - 1; i >= 0; i--) {
            closeQuietly(owned.get(i));
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failed) {
            LOG.warn("{} could not be closed", part, failed);
        }
    }

    /** The stream knows the nodes, and the nodes ask the stream: this is the second half of that circle. */
    private static final class LateTips implements TipReader {
        private final AtomicReference<@Nullable TipReader> target = new AtomicReference<>();

        @Override
        public Optional<Position> tip(String fleet) {
            TipReader stream = target.get();
            return stream == null ? Optional.empty() : stream.tip(fleet);
        }
    }
}
