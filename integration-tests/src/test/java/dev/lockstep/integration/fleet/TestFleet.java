package dev.lockstep.integration.fleet;

import dev.lockstep.agent.Agent;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.CoordinatorSettings;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.NodeStatus;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Coordinators, agents and nodes under a prefix and databases of their own. */
public final class TestFleet implements AutoCloseable {
    /** Name of the fleet. */
    public static final String FLEET = "orders";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Arbiters arbiters;
    private final Path folder;
    private final Map<String, Coordinator> coordinators = new LinkedHashMap<>();
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final Map<String, TestNode> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> labels = new LinkedHashMap<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Path keyFile;
    private @Nullable Path snapshots;
    private List<Path> coordinatorsApprovers = List.of();
    private List<Path> agentsApprovers = List.of();

    public TestFleet() {
        this(Arbiters.ofTheSuite());
    }

    /** One with a Kafka and a ZooKeeper that are not the suite's. */
    public TestFleet(Arbiters arbiters) {
        this.arbiters = arbiters;
        try {
            folder = Files.createTempDirectory("lockstep-it-fleet-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        keyFile = folder.resolve("coordinator.key");
        SigningKey.generate().write(keyFile);
    }

    /** From now on coordinators keep snapshots there, all in the same folder. */
    public void keepSnapshotsIn(Path kept) {
        snapshots = kept;
    }

    /** Coordinators that start from now on want approvals to be signed with one of these keys. */
    public void tellCoordinatorsApprovers(List<Path> publicKeys) {
        coordinatorsApprovers = publicKeys;
    }

    /** Agents that start from now on want approvals to be signed with one of these keys. */
    public void tellAgentsApprovers(List<Path> publicKeys) {
        agentsApprovers = publicKeys;
    }

    /** Adds a node with an empty database on the suite's server of an engine. */
    public TestNode addNode(String name, String engine) {
        DatabaseServer server = TestServers.running(engine);
        TestNode node = new TestNode(name, server, (prefix + "_" + name).replace('-', '_'));
        server.createDatabase(node.database());
        nodes.put(name, node);
        return node;
    }

    public TestNode node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    public List<TestNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Adds a node with a label. */
    public TestNode addNode(String name, String engine, String label, String value) {
        labels.put(name, Map.of(label, value));
        return addNode(name, engine);
    }

    /** Starts a coordinator. */
    public Coordinator startCoordinator(String name) {
        return startCoordinator(name, prefix, arbiters.zooKeeper());
    }

    /** Starts a coordinator that finds its topics under a prefix, and an arbiter at an address; the key is this fleet's. */
    public Coordinator startCoordinator(String name, String ofPrefix, String zooKeeper) {
        CoordinatorSettings settings = new CoordinatorSettings(
                name,
                ofPrefix,
                arbiters.kafka(),
                zooKeeper,
                "127.0.0.1",
                0,
                "127.0.0.1",
                CoordinatorSettings.DEFAULT_SESSION_TIMEOUT_MILLIS,
                keyFile,
                List.of(SigningKey.publicFileOf(keyFile)));
        settings = settings.withSecurity(arbiters.coordinatorKafkaFile(), arbiters.zooKeeperFile())
                .withApprovers(coordinatorsApprovers);
        Coordinator coordinator = Coordinator.start(snapshots == null ? settings : settings.withSnapshots(snapshots));
        coordinators.put(name, coordinator);
        return coordinator;
    }

    /** Ends a coordinator in good order. */
    public void stopCoordinator(String name) {
        Optional.ofNullable(coordinators.remove(name)).ifPresent(Coordinator::close);
    }

    /** Starts one agent per node. */
    public void startAgents() {
        nodes.keySet().forEach(node -> startAgent("agent-" + node, node));
    }

    /** Starts an agent that serves these nodes. */
    public Agent startAgent(String name, String... served) {
        return startAgentThrough(name, arbiters.kafka(), Optional.empty(), served);
    }

    /** Starts an agent that reaches Kafka at an address, and a coordinator at another one where one is given. */
    public Agent startAgentThrough(String name, String kafka, Optional<String> coordinator, String... served) {
        List<NodeSettings> settings = new ArrayList<>();
        for (String each : served) {
            TestNode node = node(each);
            settings.add(new NodeSettings(
                    FLEET,
                    node.name(),
                    node.engine(),
                    node.server().jdbcUrl(node.database()),
                    node.server().user(),
                    new Secret(node.server().password()),
                    new TreeMap<>(labels.getOrDefault(each, Map.of())),
                    node.ledgerSchema()));
        }
        AgentSettings agentSettings = new AgentSettings(
                name,
                prefix,
                kafka,
                arbiters.zooKeeper(),
                coordinator,
                List.of(SigningKey.publicFileOf(keyFile)),
                agentsApprovers,
                arbiters.agentKafka(),
                arbiters.agentZooKeeper(),
                settings.size(),
                settings);
        Agent agent = Agent.start(agentSettings, "test", new SimpleMeterRegistry());
        agents.put(name, agent);
        return agent;
    }

    /** Ends an agent in good order. */
    public void stopAgent(String name) {
        Optional.ofNullable(agents.remove(name)).ifPresent(Agent::close);
    }

    /** The prefix of topics and paths. */
    public String prefix() {
        return prefix;
    }

    /** The coordinators' key file. */
    public Path keyFile() {
        return keyFile;
    }

    /** Speaks to a coordinator. */
    public CoordinatorServiceBlockingStub client(Coordinator coordinator) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", coordinator.port())
                .usePlaintext()
                .build();
        channels.add(channel);
        return CoordinatorServiceGrpc.newBlockingStub(channel);
    }

    /** Waits until every node is attached and may work. */
    public FleetStatus awaitNodes(CoordinatorServiceBlockingStub client) {
        return await(
                () -> client.getFleet(
                        GetFleetRequest.newBuilder().setFleet(FLEET).build()),
                status -> status.getNodesCount() == nodes.size()
                        && status.getNodesList().stream().allMatch(NodeStatus::getAttached));
    }

    /** Opens an epoch. */
    public EpochStatus apply(CoordinatorServiceBlockingStub client, String changeFile) {
        return client.applyChange(ApplyChangeRequest.newBuilder()
                .setFleet(FLEET)
                .setChangeFile(changeFile)
                .setFileName("change.yaml")
                .setBy("tester")
                .build());
    }

    /** Waits for a state of an epoch; says what the epoch was like when it does not come. */
    public EpochStatus awaitState(CoordinatorServiceBlockingStub client, long epoch, EpochState state) {
        return awaitEpoch(client, epoch, status -> status.getState() == state);
    }

    /** Waits for a condition on an epoch. */
    public EpochStatus awaitEpoch(CoordinatorServiceBlockingStub client, long epoch, Predicate<EpochStatus> condition) {
        return await(
                () -> client.getEpoch(GetEpochRequest.newBuilder()
                        .setFleet(FLEET)
                        .setEpoch(epoch)
                        .build()),
                condition);
    }

    /** Approves what the nodes have planned. */
    public EpochStatus approve(CoordinatorServiceBlockingStub client, long epoch) {
        ApproveEpochRequest.Builder request =
                ApproveEpochRequest.newBuilder().setFleet(FLEET).setEpoch(epoch).setBy("tester");
        client.getPlans(GetEpochRequest.newBuilder()
                        .setFleet(FLEET)
                        .setEpoch(epoch)
                        .build())
                .getNodesList()
                .forEach(plan -> request.addPlans(
                        ApprovedPlan.newBuilder().setNode(plan.getNode()).setPlanHash(plan.getPlanHash())));
        return client.approveEpoch(request.build());
    }

    /** A command for an epoch, without a reason. */
    public static EpochCommand command(long epoch) {
        return EpochCommand.newBuilder()
                .setFleet(FLEET)
                .setEpoch(epoch)
                .setBy("tester")
                .build();
    }

    /** Repeats a look until it shows what is wanted; a coordinator that cannot answer is asked again. */
    public static <T> T await(java.util.concurrent.Callable<T> look, Predicate<T> wanted) {
        Object[] last = new Object[1];
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .until(
                            () -> {
                                T seen = look.call();
                                last[0] = seen;
                                return seen;
                            },
                            wanted);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("waited " + PATIENCE.toSeconds() + " s; last seen: " + last[0], late);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        agents.values().forEach(Agent::close);
        coordinators.values().forEach(Coordinator::close);
        nodes.values().forEach(node -> {
            node.server().dropDatabase(node.database());
            if (!node.ledgerSchema().equals("lockstep")) {
                node.server().dropDatabase(node.ledgerSchema());
            }
        });
        try {
            Files.deleteIfExists(SigningKey.publicFileOf(keyFile));
            Files.deleteIfExists(keyFile);
            Files.deleteIfExists(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
