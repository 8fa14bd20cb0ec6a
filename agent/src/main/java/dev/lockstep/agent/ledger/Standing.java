package dev.lockstep.agent.ledger;

/** What became of a mandate when its row was locked. */
public enum Standing {
    /** Work may go on until the transaction ends. */
    HOLDS,
    /** A later directive binds the node, or the epoch has ended: look again. */
    MOVED
}
