package dev.lockstep.agent.engine;

/** What a session is for; it shows in the server's list of sessions as {@code lockstep-agent <purpose>}. */
public enum SessionPurpose {
    /** Holds the node's lock and runs the steps. */
    DRIVER,
    /** Receives directives into the ledger and reads the catalog. */
    FOLLOWER,
    /** Fills rows. */
    BACKFILL,
    /** Makes room of what batches leave behind. */
    TIDYING,
    /** Looks at locks and sessions while others work. */
    OBSERVER;

    /** Whether such a session writes into the ledger beside the driver, so that one that stands still in a transaction keeps a successor out. */
    public boolean isMarked() {
        return this == FOLLOWER || this == BACKFILL;
    }
}
