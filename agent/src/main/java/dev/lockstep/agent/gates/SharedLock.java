package dev.lockstep.agent.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import dev.lockstep.zookeeper.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** An agent's share of one gate, with the nodes that are behind it. Belongs to the thread that took it. */
final class SharedLock {
    private final CuratorFramework client;
    private final String sealPath;
    private final InterProcessReadWriteLock.ReadLock lock;
    private final Set<String> nodes = new TreeSet<>();

    SharedLock(CuratorFramework client, Paths paths, GateId gate, String agent) {
        this.client = client;
        this.sealPath = paths.gateSeal(gate, Paths.ONLY_GROUP);
        this.lock = new InterProcessReadWriteLock(
                        client, paths.gateLock(gate, Paths.ONLY_GROUP), agent.getBytes(StandardCharsets.UTF_8))
                .readLock();
    }

    /** The nodes that work behind the gate, by name: a set, never a count. */
    Set<String> nodes() {
        return nodes;
    }

    /**
     * Waits for it.
     *
     * @return false when the leader still has the gate at the end of the time
     * @throws Exception what Curator throws
     */
    boolean acquire(Duration timeout) throws Exception {
        return lock.acquire(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Curator may take the dying node of the session before for its own (CURATOR-604); so ask who owns it. */
    boolean isOwn() throws Exception {
        Stat stat = client.checkExists().forPath(lock.getLockPath());
        return stat != null
                && stat.getEphemeralOwner()
                        == client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    /** The gate's seal. Read after the lock was taken, it is no older than the lock: our own write came before the read. */
    Optional<Seal> seal() throws Exception {
        try {
            return Optional.of(Seal.parse(client.getData().forPath(sealPath)));
        } catch (KeeperException.NoNodeException open) {
            return Optional.empty();
        }
    }

    void release() throws Exception {
        if (lock.isOwnedByCurrentThread()) {
            lock.release();
        }
    }
}
