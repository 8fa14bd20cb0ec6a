package dev.lockstep.agent.gates;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.InMemoryGates;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gates in memory, for tests and simulation. It has no clock, so it does not wait while the leader holds a gate; every future is complete when it is returned. */
public final class InMemoryPhaseGate implements PhaseGate {
    private final InMemoryGates gates;
    private final String agent;
    private final Map<GateId, Set<String>> behind = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** @param agent its name; nobody else may have it */
    public InMemoryPhaseGate(InMemoryGates gates, String agent) {
        this.gates = gates;
        this.agent = agent;
    }

    @Override
    public synchronized CompletableFuture<Entry> enter(GateId gate, String node, Duration timeout) {
        Set<String> nodes = behind.get(gate);
        if (nodes != null) {
            nodes.add(node);
            return completedFuture(new Entry.Entered());
        }
        if (!gates.share(gate, agent)) {
            return completedFuture(new Entry.Unavailable("the leader holds the " + gate));
        }
        Optional<Seal> seal = gates.seal(gate);
        if (seal.isPresent()) {
            gates.unshare(gate, agent);
            return completedFuture(new Entry.Sealed(seal.get()));
        }
        behind.put(gate, new TreeSet<>(Set.of(node)));
        return completedFuture(new Entry.Entered());
    }

    @Override
    public synchronized CompletableFuture<Void> leave(GateId gate, String node) {
        Set<String> nodes = behind.get(gate);
        if (nodes != null && nodes.remove(node) && nodes.isEmpty()) {
            behind.remove(gate);
            gates.unshare(gate, agent);
        }
        return completedFuture(null);
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** The connection is suspended, as a fault. */
    public void suspend() {
        listeners.forEach(listener -> listener.onSuspended("suspended"));
    }

    /** The connection is back in time. */
    public void resume() {
        listeners.forEach(Listener::onResumed);
    }

    /** The session is lost, as a fault. */
    public void loseSession() {
        synchronized (this) {
            behind.clear();
            gates.endSession(agent);
        }
        listeners.forEach(listener -> listener.onLost("the session was lost"));
    }

    @Override
    public synchronized void close() {
        behind.clear();
        gates.endSession(agent);
    }
}
