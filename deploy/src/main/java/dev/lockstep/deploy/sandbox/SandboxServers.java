package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedMariaDb;
import dev.lockstep.deploy.servers.EmbeddedMySql;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerBinaries;
import dev.lockstep.deploy.servers.ServerSet;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** ZooKeeper, Kafka and the nodes' databases. */
final class SandboxServers implements AutoCloseable {

    private final EmbeddedZooKeeper zooKeeper;
    private final EmbeddedKafka kafka;
    private final List<SandboxNode> nodes;
    private final ServerSet all;
    private final int ordersPerNode;

    SandboxServers(SandboxSettings settings, Path folder) {
        zooKeeper = new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0);
        kafka = new EmbeddedKafka("kafka", folder.resolve("kafka"), 0);
        nodes = nodes(settings, folder);
        ordersPerNode = settings.ordersPerNode();
        List<Server> servers = new ArrayList<>(List.of(zooKeeper, kafka));
        nodes.forEach(node -> servers.add(node.server()));
        all = new ServerSet(servers);
    }

    private static List<SandboxNode> nodes(SandboxSettings settings, Path folder) {
        ServerBinaries binaries = ServerBinaries.standard();
        List<SandboxNode> nodes = new ArrayList<>();
        for (int number = 1; number <= settings.nodes(); number++) {
            String name = "shard-" + number;
            Path data = folder.resolve(name);
            DatabaseServer server;
            if (number <= settings.postgres()) {
                server = new EmbeddedPostgres(binaries, name, EmbeddedPostgres.DEFAULT_VERSION, data, 0);
            } else if (number <= settings.postgres() + settings.mariadb()) {
                server = new EmbeddedMariaDb(binaries, name, EmbeddedMariaDb.DEFAULT_VERSION, data, 0);
            } else {
                server = new EmbeddedMySql(binaries, name, EmbeddedMySql.DEFAULT_VERSION, data, 0);
            }
            Map<String, String> labels = new HashMap<>(Map.of("engine", server.engine()));
            if (number == 1) {
                labels.put("canary", "true");
            }
            nodes.add(new SandboxNode(name, labels, server));
        }
        return nodes;
    }

    /** Starts all side by side; new nodes get their database, tables and rows. */
    void start() {
        all.start();
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            nodes.stream()
                    .map(node -> CompletableFuture.runAsync(() -> fill(node), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } finally {
            threads.shutdown();
        }
    }

    private void fill(SandboxNode node) {
        node.server().createDatabase(SandboxSettings.DATABASE);
        try {
            SampleSchema.createOnce(node, ordersPerNode);
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "expected to be able to make the tables of " + node.name() + ", but: " + failed.getMessage(),
                    failed);
        }
    }

    String zooKeeperAddress() {
        return zooKeeper.url();
    }

    String kafkaAddress() {
        return kafka.url();
    }

    List<SandboxNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        all.close();
    }
}
