package dev.lockstep.coordinator.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The leader's hand on the gates of one fleet. Thread-safe; the futures complete on a thread of its own and never exceptionally, so a loop only enqueues
 * in them. Gates give quiet and save work; no invariant rests on them (rule G3).
 */
public interface GateKeeper extends AutoCloseable {
    /**
     * Takes the gate exclusively: then nobody works behind it. Takes its groups in order, and lets go of all of them when one fails. A gate that this keeper
     * holds already is given again.
     *
     * @param timeout how long to wait for those who still work
     */
    CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout);

    /**
     * Marks a held gate as closed for good, in one step with a check that it is still held (rule G2). Only after the decision counts. Sealing again with the
     * same seal, by a successor too, succeeds. The gate stays held; {@link #release} it.
     *
     * @param gate a gate that {@link #tryClose} gave
     * @param seal number and term of the counted decision
     */
    CompletableFuture<SealOutcome> seal(GateId gate, Seal seal);

    /** The seal of a gate; for finding out what a leader before has left, never for a decision. */
    CompletableFuture<SealReading> readSeal(GateId gate);

    /**
     * Removes a seal whose decision does not count, from a gate that this keeper holds, in one step with a check that it is still held.
     *
     * @param seal what {@link #readSeal} gave; another one is left alone
     */
    CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal);

    /** Lets go of a gate; nothing happens when it is not held. */
    CompletableFuture<Void> release(GateId gate);

    /** Makes room for the gates of an epoch that has opened, so that who comes first need not. What cannot be made now is made when it is used. */
    default CompletableFuture<Void> prepare(String fleet, long epoch) {
        return CompletableFuture.completedFuture(null);
    }

    /** Removes everything of an epoch that has ended. What cannot be removed now is left; it harms nobody. */
    CompletableFuture<Void> forget(String fleet, long epoch);

    /** Lets go of everything. */
    @Override
    void close();

    /** What became of closing. */
    sealed interface CloseAttempt {
        /** Nobody else is behind the gate, and nobody gets in until it is released. */
        record Held(GateId gate) implements CloseAttempt {}

        /**
         * Somebody still works.
         *
         * @param holders names of the agents that hold it
         */
        record Busy(java.util.List<String> holders) implements CloseAttempt {
            public Busy {
                holders = java.util.List.copyOf(holders);
            }
        }

        /** ZooKeeper cannot say; try again. */
        record Unavailable(String reason) implements CloseAttempt {}
    }

    /** What became of sealing, or of removing a seal. */
    sealed interface SealOutcome {
        /** Done, or it was so already. */
        record Done() implements SealOutcome {}

        /** The gate carries another seal. Find out whether its decision counts. */
        record Conflict(Seal found) implements SealOutcome {}

        /** The gate is no longer held; close it again. */
        record NotHeld(String reason) implements SealOutcome {}

        /** ZooKeeper cannot say; try again: it is safe to repeat. */
        record Unavailable(String reason) implements SealOutcome {}
    }

    /** What a look at a seal gave. */
    sealed interface SealReading {
        /** What stands there; empty when the gate is open. */
        record Found(Optional<Seal> seal) implements SealReading {}

        /** ZooKeeper cannot say; try again. */
        record Unavailable(String reason) implements SealReading {}
    }
}
