package dev.lockstep.integration.bench;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.Agent;
import dev.lockstep.agent.AgentParts;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.integration.bench.PhaseStarts.Starts;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.Phase;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/**
 * One fleet of so many agents that goes through epochs of phases without work. Its agents are in this process, and so are the clocks: the journal is read, and
 * the databases are worked on, here.
 */
final class BarrierRun implements AutoCloseable {
    private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;
    private static final int PATIENCE_SECONDS = 120;

    private final Surroundings around;
    private final CoordinatorMember coordinator;
    private final String fleet;
    private final int nodes;
    private final int perProcess;
    private final PhaseStarts starts = new PhaseStarts();
    private final StatementTime statements = new StatementTime();
    private final SharedBytes bytes = new SharedBytes();
    private final JournalWatch watch;
    private final Admin admin;
    private final KafkaJournal journal;
    private final ManagedChannel channel;
    private final CoordinatorServiceBlockingStub client;
    private final List<Agent> processes = new ArrayList<>();
    private final Percentiles first = new Percentiles();
    private final Percentiles last = new Percentiles();
    private int changes;

    /** Founds the fleet, and waits until the coordinator leads it. */
    BarrierRun(Surroundings around, CoordinatorMember coordinator, String fleet, int nodes, int perProcess) {
        this.around = around;
        this.coordinator = coordinator;
        this.fleet = fleet;
        this.nodes = nodes;
        this.perProcess = perProcess;
        this.watch = new JournalWatch(nodes);
        this.admin = KafkaFleets.connect(around.cluster(), KafkaTiming.DEFAULT);
        new KafkaFleets(admin, around.cluster(), KafkaTiming.DEFAULT).ensure(fleet);
        this.journal = new KafkaJournal(
                admin,
                around.cluster(),
                fleet,
                around.key(),
                // Whoever measures stands beside the fleet, and must not work where no agent would.
                (domain, envelope) -> Optional.empty(),
                KafkaTiming.DEFAULT,
                ProducerFactory.plain());
        journal.follow(watch);
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", coordinator.port())
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .build();
        this.client = CoordinatorServiceGrpc.newBlockingStub(channel);
        await(this::isLed);
    }

    private boolean isLed() {
        try {
            var unused = AgentServiceGrpc.newBlockingStub(channel)
                    .getTip(GetTipRequest.newBuilder().setFleet(fleet).build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    /**
     * Starts the agents, runs epochs, and says what they took.
     *
     * @param warmUp epochs that do not count
     * @param epochs those that do
     * @param statementMillis what a node's statement takes at most in those that count
     */
    RunFigures measure(int warmUp, int epochs, long statementMillis) throws Exception {
        long before = coordinator.heapBytes();
        startAgents();
        long held = coordinator.heapBytes() - before;
        for (int i = 0; i < warmUp; i++) {
            runEpoch();
        }
        statements.set(statementMillis);
        for (int i = 0; i < epochs; i++) {
            note(runEpoch());
        }
        return new RunFigures(nodes, processes.size(), first, last, held / nodes);
    }

    /** What its journal holds. */
    JournalWatch watch() {
        return watch;
    }

    private void startAgents() {
        for (int from = 1; from <= nodes; from += perProcess) {
            List<NodeSettings> served = new ArrayList<>();
            for (int i = from; i < Math.min(from + perProcess, nodes + 1); i++) {
                served.add(settingsOf("node-%04d".formatted(i)));
            }
            processes.add(start("%s-agents-%04d".formatted(fleet, from), served));
        }
        await(() -> processes.stream().allMatch(Agent::isReady));
    }

    private NodeSettings settingsOf(String node) {
        return new NodeSettings(
                fleet,
                node,
                Engine.POSTGRES,
                "jdbc:memory",
                "nobody",
                new Secret(""),
                new TreeMap<>(),
                NodeSettings.USUAL_LEDGER_SCHEMA);
    }

    private Agent start(String name, List<NodeSettings> served) {
        AgentSettings settings = new AgentSettings(
                name,
                around.prefix(),
                around.kafka(),
                around.zooKeeper(),
                Optional.empty(),
                List.of(around.publicKeyFile()),
                served.size(),
                served);
        AgentParts parts = AgentParts.of(settings)
                .withDatabases(node -> new MemoryDatabase(node.fleet(), node.name(), starts, statements, bytes));
        return Agent.start(settings, "bench", parts, new SimpleMeterRegistry());
    }

    private long runEpoch() throws Exception {
        long epoch = client.applyChange(ApplyChangeRequest.newBuilder()
                        .setFleet(fleet)
                        .setChangeFile(changeFile())
                        .setFileName("bench.yaml")
                        .setBy("bench")
                        .build())
                .getNumber();
        ApproveEpochRequest.Builder approval =
                ApproveEpochRequest.newBuilder().setFleet(fleet).setEpoch(epoch).setBy("bench");
        Map<String, ByteString> plans = watch.plans(epoch).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        plans.forEach((node, hash) -> approval.addPlans(
                ApprovedPlan.newBuilder().setNode(node).setPlanHash(dev.lockstep.chain.Hashing.hex(hash))));
        var unused = client.approveEpoch(approval.build());
        EpochClosed end = watch.closed(epoch).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (end.getOutcome() != EpochOutcome.OUTCOME_COMPLETED) {
            throw new IllegalStateException("expected epoch " + epoch + " to complete, but: " + end.getReason());
        }
        return epoch;
    }

    private String changeFile() {
        return """
                change: bench-%d
                fleet: %s
                why: Measure the barrier
                operations:
                  - add_column:
                      table: orders
                      column: region
                      type: text
                """.formatted(++changes, fleet);
    }

    private void note(long epoch) {
        for (int i = 1; i < MemorySession.PHASES.size(); i++) {
            Phase left = MemorySession.PHASES.get(i - 1);
            Phase entered = MemorySession.PHASES.get(i);
            long acknowledged = watch.acknowledgedNanos(epoch, left);
            Starts started = starts.of(new PhaseOfEpoch(epoch, entered)).orElseThrow();
            if (started.nodes() != nodes) {
                throw new IllegalStateException("expected " + nodes + " agents to start " + entered + " of epoch "
                        + epoch + ", but " + started.nodes() + " did");
            }
            first.add(started.firstNanos() - acknowledged);
            last.add(started.lastNanos() - acknowledged);
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    @Override
    public void close() {
        processes.parallelStream().forEach(Agent::close);
        channel.shutdownNow();
        journal.close();
        admin.close();
    }
}
