package dev.lockstep.integration.crash;

/** What comes after contact is lost. */
enum Recovery {
    /** The agent was killed: a new incarnation begins with the ledger, knowing nothing. */
    NEW_PROCESS,
    /** Only the connections broke: the same incarnation takes its seat again. */
    SAME_PROCESS
}
