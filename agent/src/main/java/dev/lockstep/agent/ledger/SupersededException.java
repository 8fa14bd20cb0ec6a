package dev.lockstep.agent.ledger;

/** A newer agent's process serves the node: this one must leave it alone for good (rule N3). */
public final class SupersededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param whose such as "node shard-1"
     * @param own incarnation of this process
     * @param found the higher one in the ledger
     */
    public SupersededException(String whose, long own, long found) {
        super("expected to be the agent of " + whose + " with incarnation " + own + ", but its ledger holds " + found
                + ": a newer agent serves the node, so this one leaves it; stop one of the two");
    }
}
