package dev.lockstep.agent.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import dev.lockstep.zookeeper.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent's share of one gate, with the nodes that are behind it. Belongs to the thread that took it. */
final class SharedLock {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLock.class);
    private static final long ANSWER_SECONDS = 10;
    private static final long NO_SESSION = 0;

    private final CuratorFramework client;
    private final String sealPath;
    private final InterProcessReadWriteLock.ReadLock lock;
    private final Set<String> nodes = new TreeSet<>();
    private long owner = NO_SESSION;

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

    /**
     * What stands there, now that the lock is taken.
     *
     * @param own whether the lock is this session's: Curator may take the dying node of the session before for its own (CURATOR-604)
     * @param seal the gate's seal; no older than the lock, because our own write came before the read
     */
    record Look(boolean own, Optional<Seal> seal) {}

    /** Asks for both at once: who waits for a gate waits for each answer. */
    Look look() throws Exception {
        CompletableFuture<CuratorEvent> asked = new CompletableFuture<>();
        CompletableFuture<CuratorEvent> sealed = new CompletableFuture<>();
        client.checkExists()
                .inBackground((lookedFor, answer) -> asked.complete(answer))
                .forPath(lock.getLockPath());
        client.getData()
                .inBackground((lookedFor, answer) -> sealed.complete(answer))
                .forPath(sealPath);
        long session = session();
        boolean own = found(asked)
                .filter(event -> event.getStat().getEphemeralOwner() == session)
                .isPresent();
        owner = own ? session : NO_SESSION;
        return new Look(own, found(sealed).map(event -> Seal.parse(event.getData())));
    }

    /** Whether the session that {@link #look} found to own it is the one of now. */
    boolean isOfThisSession() {
        return owner != NO_SESSION && owner == session();
    }

    /** Whether it went with a session that is over. */
    boolean isOfEarlierSession() {
        long now = session();
        return now != NO_SESSION && now != owner;
    }

    private long session() {
        try {
            return client.getZookeeperClient().getZooKeeper().getSessionId();
        } catch (Exception unconnected) { // what Curator declares
            LOG.debug("there is no session with ZooKeeper now", unconnected);
            return NO_SESSION;
        }
    }

    /** Empty when nothing stands there. */
    private static Optional<CuratorEvent> found(CompletableFuture<CuratorEvent> answer) throws Exception {
        CuratorEvent event = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
        if (code == KeeperException.Code.NONODE) {
            return Optional.empty();
        }
        if (code != KeeperException.Code.OK) {
            throw KeeperException.create(code, event.getPath());
        }
        return Optional.of(event);
    }

    void release() throws Exception {
        if (lock.isOwnedByCurrentThread()) {
            lock.release();
        }
    }
}
