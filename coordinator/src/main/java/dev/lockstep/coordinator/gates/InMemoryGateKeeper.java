package dev.lockstep.coordinator.gates;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.InMemoryGates;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Gates in memory, for tests and simulation. It has no clock, so it waits for nobody; every future is complete when it is returned. */
public final class InMemoryGateKeeper implements GateKeeper {
    private final InMemoryGates gates;
    private final String coordinator;

    /** @param coordinator its name; nobody else may have it */
    public InMemoryGateKeeper(InMemoryGates gates, String coordinator) {
        this.gates = gates;
        this.coordinator = coordinator;
    }

    @Override
    public CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout) {
        List<String> holders = gates.close(gate, coordinator);
        return completedFuture(holders.isEmpty() ? new CloseAttempt.Held(gate) : new CloseAttempt.Busy(holders));
    }

    @Override
    public CompletableFuture<SealOutcome> seal(GateId gate, Seal seal) {
        Optional<Seal> found = gates.seal(gate);
        if (gates.isHeld(gate, coordinator) && found.isPresent() && !found.get().equals(seal)) {
            return completedFuture(new SealOutcome.Conflict(found.get()));
        }
        return completedFuture(gates.setSeal(gate, coordinator, seal) ? new SealOutcome.Done() : notHeld(gate));
    }

    @Override
    public CompletableFuture<SealReading> readSeal(GateId gate) {
        return completedFuture(new SealReading.Found(gates.seal(gate)));
    }

    @Override
    public CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal) {
        Optional<Seal> found = gates.seal(gate);
        if (gates.isHeld(gate, coordinator) && found.isPresent() && !found.get().equals(seal)) {
            return completedFuture(new SealOutcome.Conflict(found.get()));
        }
        return completedFuture(gates.setSeal(gate, coordinator, null) ? new SealOutcome.Done() : notHeld(gate));
    }

    private static SealOutcome notHeld(GateId gate) {
        return new SealOutcome.NotHeld("the " + gate + " is not held; close it again");
    }

    @Override
    public CompletableFuture<Void> release(GateId gate) {
        gates.open(gate, coordinator);
        return completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> forget(String fleet, long epoch) {
        gates.forget(fleet, epoch);
        return completedFuture(null);
    }

    @Override
    public void close() {
        gates.endSession(coordinator);
    }
}
