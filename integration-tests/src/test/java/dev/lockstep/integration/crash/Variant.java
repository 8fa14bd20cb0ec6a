package dev.lockstep.integration.crash;

import dev.lockstep.agent.execute.Probe;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.node.NodeDatabase;
import java.util.concurrent.atomic.AtomicReference;

/** The order in which a step's effect and its ledger row are committed. */
public enum Variant {
    /** The agent as it is. */
    PRODUCTION("production"),
    /** Negative control: the ledger says done, then the statement runs in a transaction of its own. */
    LEDGER_FIRST("ledger-first"),
    /** Negative control: the statement runs in a transaction of its own, then the ledger says done. */
    DDL_FIRST("ddl-first");

    private final String shown;

    Variant(String shown) {
        this.shown = shown;
    }

    /** The node's database with this order. */
    public NodeDatabase of(NodeDatabase database) {
        return switch (this) {
            case PRODUCTION -> database;
            case LEDGER_FIRST -> new BrokenOrder(database, true);
            case DDL_FIRST -> new BrokenOrder(database, false);
        };
    }

    /** The broken orders believe the ledger alone, and never look. */
    public Prober prober() {
        return this == PRODUCTION ? Prober.ofCatalog() : believingTheLedger();
    }

    private static Prober believingTheLedger() {
        AtomicReference<String> asked = new AtomicReference<>("");
        return (session, work) -> {
            boolean ran = asked.getAndSet(work.toString()).equals(work.toString());
            return ran ? Probe.AT_END : Probe.AT_START;
        };
    }

    @Override
    public String toString() {
        return shown;
    }
}
