package dev.lockstep.integration.simulation;

import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A leader's hand on the gates: every answer takes a moment, and some do not come. */
final class SimulatedGateKeeper implements GateKeeper {
    private final World world;
    private final InMemoryGateKeeper inner;
    private final Lane lane;

    SimulatedGateKeeper(World world, Process process) {
        this.world = world;
        this.inner = new InMemoryGateKeeper(world.zookeeper().gates(), process.name());
        this.lane = new Lane(process.name() + "/gates", process);
    }

    private <T> CompletableFuture<T> later(String what, Supplier<CompletableFuture<T>> action, T unavailable) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.schedule().in(world.chance().between(1, 5), lane, what, () -> {
            if (world.faults().strikes(Fault.GATE_DOUBT, 12)) {
                answer.complete(unavailable);
            } else {
                answer.complete(action.get().join());
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout) {
        CompletableFuture<CloseAttempt> answer = new CompletableFuture<>();
        tryToClose(gate, timeout, world.now() + timeout.toMillis(), answer);
        return answer;
    }

    /** Waits for those who still work, as long as it was told to. */
    private void tryToClose(GateId gate, Duration timeout, long deadline, CompletableFuture<CloseAttempt> answer) {
        world.schedule().in(world.chance().between(1, 5), lane, "closes the gate", () -> {
            CloseAttempt attempt = world.faults().strikes(Fault.GATE_DOUBT, 12)
                    ? new CloseAttempt.Unavailable("no answer")
                    : world.seams().closeGate(inner, gate, timeout).join();
            if (attempt instanceof CloseAttempt.Busy && world.now() < deadline) {
                world.schedule().in(150, lane, "waits at the gate", () -> tryToClose(gate, timeout, deadline, answer));
            } else {
                answer.complete(attempt);
            }
        });
    }

    @Override
    public CompletableFuture<SealOutcome> seal(GateId gate, Seal seal) {
        return later("seals the gate", () -> inner.seal(gate, seal), new SealOutcome.Unavailable("no answer"));
    }

    @Override
    public CompletableFuture<SealReading> readSeal(GateId gate) {
        return later("reads the seal", () -> inner.readSeal(gate), new SealReading.Unavailable("no answer"));
    }

    @Override
    public CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal) {
        return later(
                "removes the seal",
                () -> inner.removeUncountedSeal(gate, seal),
                new SealOutcome.Unavailable("no answer"));
    }

    @Override
    public CompletableFuture<Void> release(GateId gate) {
        return inner.release(gate);
    }

    @Override
    public CompletableFuture<Void> forget(String fleet, long epoch) {
        return inner.forget(fleet, epoch);
    }

    @Override
    public void close() {
        inner.close();
    }
}
