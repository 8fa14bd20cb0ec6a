package dev.lockstep.agent.follow;

import dev.lockstep.v1.Directive;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The orders that have come in for a node, known a moment before the ledger holds them: so work makes way for the ledger's lock instead of taking it again.
 * Only a hint; the mandate in the ledger decides. Thread-safe.
 */
public final class IncomingOrders {
    private final Map<Long, Long> newest = new ConcurrentHashMap<>();

    /** An order that binds the node is about to be received. */
    public void announce(Directive directive) {
        newest.merge(directive.getEpoch(), directive.getNumber(), Math::max);
    }

    /** Whether an order is known that is newer than this mandate. */
    public boolean hasNewer(long epoch, long mandate) {
        return newest.getOrDefault(epoch, 0L) > mandate;
    }
}
