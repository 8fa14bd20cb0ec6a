package dev.lockstep.integration.simulation;

import dev.lockstep.agent.gates.InMemoryPhaseGate;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.zookeeper.GateId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An agent's place behind the gates, with a connection that may be in doubt. */
final class SimulatedGate implements PhaseGate {
    private final World world;
    private final Process process;
    private final InMemoryPhaseGate inner;

    SimulatedGate(World world, Process process) {
        this.world = world;
        this.process = process;
        this.inner = new InMemoryPhaseGate(world.zookeeper().gates(), process.name());
    }

    @Override
    public CompletableFuture<Entry> enter(GateId gate, String node, Duration timeout) {
        process.requireAlive();
        return world.faults().strikes(Fault.GATE_DOUBT, 12)
                ? CompletableFuture.completedFuture(new Entry.Unavailable("no answer"))
                : world.seams().enterGate(inner, gate, node, timeout);
    }

    @Override
    public CompletableFuture<Void> leave(GateId gate, String node) {
        process.requireAlive();
        return world.seams().leaveGate(world, inner, gate, node);
    }

    @Override
    public void addListener(Listener listener) {
        inner.addListener(listener);
    }

    void suspend() {
        inner.suspend();
    }

    void resume() {
        inner.resume();
    }

    void loseSession() {
        inner.loseSession();
    }

    @Override
    public void close() {
        inner.close();
    }
}
