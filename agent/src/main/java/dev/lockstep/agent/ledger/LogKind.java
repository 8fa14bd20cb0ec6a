package dev.lockstep.agent.ledger;

/** What a row of the ledger's log says. Its name in lower case is stored: a name is never changed. */
public enum LogKind {
    /** The database became a node. */
    ADOPTED,
    /** The node was let into its fleet, or back in; mandates from before are void. */
    ADMITTED,
    /** The node has left its fleet; mandates from before are void. */
    DISMISSED,
    /** A new process serves the node. */
    INCARNATION,
    /** A step is about to run. */
    BEGIN,
    /** Its effect is there. */
    DONE,
    /** It was begun, and nothing of it is there. */
    ABANDONED,
    /** The undo of a done step is about to run. */
    UNDO_BEGIN,
    /** The step's effect is gone again. */
    UNDONE,
    /** The undo was begun, and the step's effect is still there. */
    UNDO_ABANDONED,
    /** An outcome was stored. */
    OUTCOME;

    /** Whether a step or its undo starts with it. */
    public boolean isBegin() {
        return this == BEGIN || this == UNDO_BEGIN;
    }

    /** Whether a step or its undo has had its effect. */
    public boolean isFinish() {
        return this == DONE || this == UNDONE;
    }
}
