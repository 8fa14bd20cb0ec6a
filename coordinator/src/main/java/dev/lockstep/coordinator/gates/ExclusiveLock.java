package dev.lockstep.coordinator.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** The exclusive half of one group's lock of a gate. Belongs to the thread that took it. */
final class ExclusiveLock {
    private static final String SHARED_NODE = "__READ__";

    private final CuratorFramework client;
    private final String base;
    private final String sealPath;
    private final InterProcessReadWriteLock.WriteLock lock;
    private final String coordinator;

    ExclusiveLock(CuratorFramework client, Paths paths, GateId gate, String group, String coordinator) {
        this.client = client;
        this.base = paths.gateLock(gate, group);
        this.sealPath = paths.gateSeal(gate, group);
        this.coordinator = coordinator;
        this.lock =
                new InterProcessReadWriteLock(client, base, coordinator.getBytes(StandardCharsets.UTF_8)).writeLock();
    }

    String sealPath() {
        return sealPath;
    }

    /** The node that exists exactly as long as this is held. */
    String nodePath() {
        return lock.getLockPath();
    }

    /**
     * Waits for it.
     *
     * @return false when somebody else still has it at the end of the time
     * @throws Exception what Curator throws
     */
    boolean acquire(Duration timeout) throws Exception {
        return lock.acquire(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Curator may take the dying node of the session before for its own (CURATOR-604); so ask who owns it. */
    boolean isOwn() throws Exception {
        Stat stat = client.checkExists().forPath(nodePath());
        return stat != null
                && stat.getEphemeralOwner()
                        == client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    void release() throws Exception {
        if (lock.isOwnedByCurrentThread()) {
            lock.release();
        }
    }

    /** Names of those who hold it or wait for it, without this coordinator. */
    List<String> others() throws Exception {
        List<String> names = new ArrayList<>();
        for (String node : client.getChildren().forPath(base)) {
            try {
                String name = new String(client.getData().forPath(base + "/" + node), StandardCharsets.UTF_8);
                if (!name.equals(coordinator) || node.contains(SHARED_NODE)) {
                    names.add(name);
                }
            } catch (KeeperException.NoNodeException gone) {
                // It let go meanwhile.
                continue;
            }
        }
        names.sort(null);
        return names;
    }
}
