package dev.lockstep.agent.gates;

import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An agent's place behind the gates, shared by all of its nodes. Thread-safe; futures complete on a thread of its own and never exceptionally. Take the gate
 * first, then the work permit (rule G3). A gate gives quiet and saves work: it never replaces the mandate.
 */
public interface PhaseGate extends AutoCloseable {
    /**
     * Goes behind the gate for a node, or finds out why not. A node that is behind it already is given {@link Entry.Entered} again, without asking, so call it
     * before each phase, and again after {@link Listener#onLost}.
     *
     * @param timeout how long to wait while the leader holds the gate
     */
    CompletableFuture<Entry> enter(GateId gate, String node, Duration timeout);

    /** Comes back out for a node; the agent's lock goes with its last node. Nothing happens when the node is not behind the gate. */
    CompletableFuture<Void> leave(GateId gate, String node);

    /** Tells from now on when to stop starting work. */
    void addListener(Listener listener);

    /** Comes out of every gate. */
    @Override
    void close();

    /** What became of entering. */
    sealed interface Entry {
        /** Behind the gate: work may start. */
        record Entered() implements Entry {}

        /** The phase is over: leave it. */
        record Sealed(Seal seal) implements Entry {}

        /** ZooKeeper cannot say, or the leader holds the gate; try again. */
        record Unavailable(String reason) implements Entry {}
    }

    /** Hears about the connection, on ZooKeeper's thread: must return fast. */
    interface Listener {
        /** Start no work any more; what runs may end. */
        void onSuspended(String reason);

        /** Everything is held as before: work may start again. */
        void onResumed();

        /** The locks are gone: {@link PhaseGate#enter} again before any work. */
        void onLost(String reason);
    }
}
