package dev.lockstep.agent.execute;

/** What to do with a step after the catalog was asked. */
public enum Resolution {
    /** Run it. */
    RUN,
    /** It was done by us: only the ledger's row is missing. */
    RECORD_FINISHED,
    /** Nothing of it is there: note that it is not begun any more. */
    RECORD_ABANDONED,
    /** Remove what a broken try left, then ask the catalog again. */
    CLEAN_UP,
    /** Somebody else changed the objects (rule A2). */
    FAIL_CHANGED,
    /** It was begun by us, and what is there is known to no rule. */
    FAIL_TORN
}
