package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Gives a gate only when the test says so. */
final class LateGates implements GateKeeper {
    private final GateKeeper inner;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> mayAnswer = new CompletableFuture<>();

    LateGates(GateKeeper inner) {
        this.inner = inner;
    }

    boolean isAsked() {
        return asked.isDone();
    }

    void answer() {
        mayAnswer.complete(null);
    }

    @Override
    public CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout) {
        asked.complete(null);
        return mayAnswer.thenCompose(now -> inner.tryClose(gate, timeout));
    }

    @Override
    public CompletableFuture<SealOutcome> seal(GateId gate, Seal seal) {
        return inner.seal(gate, seal);
    }

    @Override
    public CompletableFuture<SealReading> readSeal(GateId gate) {
        return inner.readSeal(gate);
    }

    @Override
    public CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal) {
        return inner.removeUncountedSeal(gate, seal);
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
