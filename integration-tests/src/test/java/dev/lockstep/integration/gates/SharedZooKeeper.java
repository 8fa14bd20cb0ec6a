package dev.lockstep.integration.gates;

import static org.awaitility.Awaitility.await;

import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.zookeeper.Paths;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.ZooKeeper;

/** One server for all tests of a class; each test has a prefix of its own, and each participant a session of its own. */
final class SharedZooKeeper implements AutoCloseable {
    private static final int SESSION_MILLIS = 6_000;
    private static final int CONNECTION_MILLIS = 4_000;

    private final EmbeddedZooKeeper server;
    private final Map<String, CuratorFramework> clients = new ConcurrentHashMap<>();
    private volatile Paths paths = newPaths();

    SharedZooKeeper(Path folder) {
        server = new EmbeddedZooKeeper("zookeeper", folder, 0);
        server.start();
    }

    private static Paths newPaths() {
        return new Paths("t" + UUID.randomUUID().toString().substring(0, 8));
    }

    Paths paths() {
        return paths;
    }

    EmbeddedZooKeeper server() {
        return server;
    }

    /** The participant's client, connected, with a session of its own. */
    CuratorFramework client(String name) {
        return clients.computeIfAbsent(name, unknown -> {
            CuratorFramework client = CuratorFrameworkFactory.newClient(
                    server.url(), SESSION_MILLIS, CONNECTION_MILLIS, new RetryNTimes(3, 100));
            client.start();
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> client.getZookeeperClient().isConnected());
            return client;
        });
    }

    /** Another connection takes over the participant's session and ends it: what a server does when a session expires. */
    void endSession(String name) {
        try {
            ZooKeeper victim = client(name).getZookeeperClient().getZooKeeper();
            try (ZooKeeper thief = new ZooKeeper(
                    server.url(), SESSION_MILLIS, event -> {}, victim.getSessionId(), victim.getSessionPasswd())) {
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> thief.getState().isConnected());
            }
        } catch (Exception failed) { // what Curator declares
            throw new IllegalStateException(failed);
        }
    }

    /** Ends every session and takes a new prefix. */
    void clear() {
        clients.values().forEach(CuratorFramework::close);
        clients.clear();
        paths = newPaths();
    }

    @Override
    public void close() {
        clear();
        server.stop();
    }
}
