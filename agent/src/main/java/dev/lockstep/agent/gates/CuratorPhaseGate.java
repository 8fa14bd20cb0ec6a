package dev.lockstep.agent.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gates by Curator's read-write locks. One thread owns all locks of the agent, because Curator's locks belong to threads. Where it has to wait for a
 * leader it does so in short pieces, so that one gate does not keep the others waiting.
 */
public final class CuratorPhaseGate implements PhaseGate {
    private static final Logger LOG = LoggerFactory.getLogger(CuratorPhaseGate.class);
    private static final Duration PIECE = Duration.ofMillis(100);
    private static final long CLOSE_MILLIS = 5_000;

    private final CuratorFramework client;
    private final Paths paths;
    private final String agent;
    private final ExecutorService thread;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong sessionsLost = new AtomicLong();
    private final ConnectionStateListener onConnection = this::onConnection;
    /**
     * The guard of itself and of the nodes of its locks, which the thread alone takes and releases. What an earlier session held is found out when it is used: an event
     * of its end may come when locks of the next session are here already, and these must not be forgotten.
     */
    private final Map<GateId, SharedLock> held = new HashMap<>();

    /**
     * @param client started; the caller closes it, after this
     * @param agent its name, which the leader shows when it waits
     */
    public CuratorPhaseGate(CuratorFramework client, Paths paths, String agent) {
        this.client = client;
        this.paths = paths;
        this.agent = agent;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "gate " + agent);
            created.setDaemon(true);
            return created;
        });
        client.getConnectionStateListenable().addListener(onConnection);
    }

    private void onConnection(CuratorFramework connection, ConnectionState state) {
        switch (state) {
            case SUSPENDED ->
                listeners.forEach(each -> each.onSuspended("the connection to ZooKeeper is suspended; start no work"));
            // The first connection of all may come after a suspension: whoever asks before it is there is suspended.
            case CONNECTED, RECONNECTED -> listeners.forEach(Listener::onResumed);
            case LOST -> {
                sessionsLost.incrementAndGet();
                listeners.forEach(each -> each.onLost("the session with ZooKeeper is lost, and with it every gate"));
            }
            default -> LOG.debug("connection to ZooKeeper: {}", state);
        }
    }

    @Override
    public CompletableFuture<Entry> enter(GateId gate, String node, Duration timeout) {
        // Most nodes come where another one of the agent is already: they need not wait for the thread.
        if (joins(gate, node)) {
            return CompletableFuture.completedFuture(new Entry.Entered());
        }
        CompletableFuture<Entry> entry = new CompletableFuture<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!execute(() -> enterPiece(gate, node, deadline, entry))) {
            entry.complete(new Entry.Unavailable("the agent is closing"));
        }
        return entry;
    }

    /** Whether the agent is behind the gate in this session, and the node now too. */
    private boolean joins(GateId gate, String node) {
        if (!client.getZookeeperClient().isConnected()) {
            return false;
        }
        synchronized (held) {
            SharedLock existing = held.get(gate);
            if (existing != null && existing.isOfThisSession()) {
                existing.nodes().add(node);
                return true;
            }
            return false;
        }
    }

    /** Whether the gate is not held, or was by an earlier session. One whose session cannot be told now may be this one's: it must not be taken twice. */
    private boolean isFree(GateId gate) {
        synchronized (held) {
            SharedLock existing = held.get(gate);
            if (existing != null && existing.isOfEarlierSession()) {
                held.remove(gate);
                return true;
            }
            return existing == null;
        }
    }

    private void enterPiece(GateId gate, String node, long deadline, CompletableFuture<Entry> entry) {
        try {
            if (joins(gate, node)) {
                entry.complete(new Entry.Entered());
                return;
            }
            if (!client.getZookeeperClient().isConnected() || !isFree(gate)) {
                entry.complete(new Entry.Unavailable("there is no connection to ZooKeeper"));
                return;
            }
            Optional<Entry> result = tryEnter(gate, node, deadline);
            if (result.isPresent()) {
                entry.complete(result.get());
            } else if (!execute(() -> enterPiece(gate, node, deadline, entry))) {
                entry.complete(new Entry.Unavailable("the agent is closing"));
            }
        } catch (Exception failed) { // what Curator declares
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("the {} could not be entered: {}", gate, failed.toString());
            entry.complete(new Entry.Unavailable("ZooKeeper did not do it: " + failed));
        }
    }

    /** Empty when it is worth waiting longer. */
    private Optional<Entry> tryEnter(GateId gate, String node, long deadline) throws Exception {
        long lostBefore = sessionsLost.get();
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        SharedLock lock = new SharedLock(client, paths, gate, agent);
        boolean entered = false;
        try {
            if (!lock.acquire(left.compareTo(PIECE) < 0 ? left : PIECE)) {
                return left.compareTo(PIECE) > 0
                        ? Optional.empty()
                        : Optional.of(new Entry.Unavailable("the leader holds the " + gate));
            }
            SharedLock.Look look = lock.look();
            if (look.own() && look.seal().isPresent()) {
                return Optional.of(new Entry.Sealed(look.seal().get()));
            }
            entered = look.own() && hold(gate, lock, node, lostBefore);
            return Optional.of(
                    entered
                            ? new Entry.Entered()
                            : new Entry.Unavailable("the lock of the " + gate + " belongs to an earlier session"));
        } finally {
            if (!entered) {
                release(lock);
            }
        }
    }

    /** False when the session that took the lock was lost meanwhile. */
    private boolean hold(GateId gate, SharedLock lock, String node, long lostBefore) {
        synchronized (held) {
            if (sessionsLost.get() != lostBefore) {
                return false;
            }
            lock.nodes().add(node);
            held.put(gate, lock);
            return true;
        }
    }

    @Override
    public CompletableFuture<Void> leave(GateId gate, String node) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        boolean accepted = isLast(gate, node)
                && execute(() -> {
                    // Another one may have come meanwhile.
                    unused(gate).ifPresent(CuratorPhaseGate::release);
                    left.complete(null);
                });
        if (!accepted) {
            left.complete(null);
        }
        return left;
    }

    /** Takes the node out, and says whether it was the last one. */
    private boolean isLast(GateId gate, String node) {
        synchronized (held) {
            SharedLock lock = held.get(gate);
            return lock != null && lock.nodes().remove(node) && lock.nodes().isEmpty();
        }
    }

    /** A lock that nobody is behind, which is not held any more from now on. */
    private Optional<SharedLock> unused(GateId gate) {
        synchronized (held) {
            SharedLock lock = held.get(gate);
            return lock != null && lock.nodes().isEmpty() ? Optional.ofNullable(held.remove(gate)) : Optional.empty();
        }
    }

    /** A lock that cannot be released now goes with its session. */
    private static void release(SharedLock lock) {
        try {
            lock.release();
        } catch (Exception failed) { // what Curator declares
            LOG.warn("a gate's lock could not be released and goes with the session: {}", failed.toString());
        }
    }

    private void releaseAll() {
        List<SharedLock> locks;
        synchronized (held) {
            locks = List.copyOf(held.values());
            held.clear();
        }
        locks.forEach(CuratorPhaseGate::release);
    }

    private boolean execute(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        client.getConnectionStateListenable().removeListener(onConnection);
        execute(this::releaseAll);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
