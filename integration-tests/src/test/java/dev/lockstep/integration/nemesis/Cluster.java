package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedMariaDb;
import dev.lockstep.deploy.servers.EmbeddedMySql;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.KafkaProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerBinaries;
import dev.lockstep.deploy.servers.ServerSet;
import dev.lockstep.deploy.servers.ZooKeeperProcess;
import dev.lockstep.integration.nemesis.Supervised.Role;
import dev.lockstep.integration.servers.Disk;
import dev.lockstep.integration.servers.FileLimit;
import dev.lockstep.v1.NodeStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Kafka, ZooKeeper, two coordinators and five agents with their database servers, each a process, with a proxy on each connection. */
final class Cluster {
    static final int COORDINATORS = 2;
    static final int NODES = 5;

    private static final long MOST_BYTES = 65_536;
    private static final Duration READY = Duration.ofSeconds(120);

    private final Path folder;
    private final Closer closer;
    private final Links links;
    private final List<NemesisNode> nodes = new ArrayList<>();
    private final List<Supervised> processes = new ArrayList<>();
    private final Server kafka;
    private final Server zooKeeper;
    private final Members members;

    Cluster(Path folder, Closer closer) {
        this.folder = folder;
        this.closer = closer;
        this.links = closer.add(new Links());
        this.kafka = new KafkaProcess("kafka", folder.resolve("kafka"), 0);
        this.zooKeeper = new ZooKeeperProcess("zookeeper", folder.resolve("zookeeper"), 0);
        Disk disk = closer.add(Disk.under(kafka.dataFolder().resolve("data")));
        add(new Supervised(Role.KAFKA, disk, kafka));
        add(new Supervised(Role.ZOOKEEPER, zooKeeper));
        for (int number = 1; number <= NODES; number++) {
            NemesisNode node = new NemesisNode("shard-" + number, database(number));
            nodes.add(node);
            add(supervised(node));
        }
        this.members = new Members(folder.resolve("members"), links, kafka, zooKeeper);
    }

    private DatabaseServer database(int number) {
        ServerBinaries binaries = ServerBinaries.standard();
        String name = "shard-" + number;
        Path data = folder.resolve(name);
        return switch (number) {
            case 1, 2 -> new EmbeddedPostgres(binaries, name, EmbeddedPostgres.DEFAULT_VERSION, data, 0);
            case 3, 4 -> new EmbeddedMariaDb(binaries, name, EmbeddedMariaDb.DEFAULT_VERSION, data, 0);
            default -> new EmbeddedMySql(binaries, name, EmbeddedMySql.DEFAULT_VERSION, data, 0);
        };
    }

    /** Only PostgreSQL says what it cannot write, or ends; MySQL and MariaDB wait for a minute and more before they look again. */
    private static Supervised supervised(NemesisNode node) {
        return node.isPostgres()
                ? new Supervised(Role.DATABASE, FileLimit.ofBytes(MOST_BYTES), node.server())
                : new Supervised(Role.DATABASE, node.server());
    }

    private Supervised add(Supervised made) {
        Supervised process = closer.add(made);
        processes.add(process);
        return process;
    }

    /** Starts the servers side by side, and makes the application's tables. */
    void startServers() throws SQLException {
        new ServerSet(processes.stream().map(Supervised::body).toList()).start();
        for (NemesisNode node : nodes) {
            node.server().createDatabase(NemesisNode.DATABASE);
            node.run(OrdersRows.tables(node.isPostgres()));
        }
    }

    /** Starts coordinators, then agents; returns when every node is served. */
    void startMembers() {
        List<Supervised> started = new ArrayList<>();
        for (int number = 1; number <= COORDINATORS; number++) {
            String name = "coordinator-" + number;
            started.add(add(new Supervised(Role.COORDINATOR, members.clock(name), members.coordinator(name))));
        }
        startAll(started);
        started.clear();
        for (int number = 1; number <= NODES; number++) {
            NemesisNode node = nodes.get(number - 1);
            String name = "agent-" + number;
            started.add(add(new Supervised(
                    Role.AGENT, members.clock(name), members.agent(name, node, "a"), members.agent(name, node, "b"))));
        }
        startAll(started);
        try (CoordinatorClient client = client()) {
            Awaitility.await()
                    .atMost(READY)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptionsInstanceOf(CoordinatorFailure.class)
                    .until(() -> served(client), served -> served == NODES);
        }
    }

    private static void startAll(List<Supervised> processes) {
        new ServerSet(processes.stream().map(Supervised::body).toList()).start();
    }

    private static long served(CoordinatorClient client) {
        return client.fleet(Members.FLEET).getNodesList().stream()
                .filter(NodeStatus::getAttached)
                .filter(node -> node.getHeld().isEmpty())
                .count();
    }

    /** Asks coordinators past their proxies, until one names the leader. */
    CoordinatorClient client() {
        return new CoordinatorClient(members.coordinatorAddresses());
    }

    List<NemesisNode> nodes() {
        return nodes;
    }

    NemesisNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The agent has the number of its node. */
    Supervised agentOf(NemesisNode node) {
        String number = node.name().substring(node.name().lastIndexOf('-'));
        return processes.stream()
                .filter(process -> process.name().equals("agent" + number))
                .findFirst()
                .orElseThrow();
    }

    List<Supervised> processes() {
        return processes;
    }

    Links links() {
        return links;
    }

    /** "host:port" of the broker itself. */
    String kafka() {
        return kafka.url();
    }

    List<Path> publicKeys() {
        return members.publicKeys();
    }
}
