package dev.lockstep.agent.execute;

import dev.lockstep.agent.node.NodeSession;
import java.sql.SQLException;

/** Asks a node's database where a step stands. */
public interface Prober {
    /** Looks through a session, and so at what its open transaction did. */
    Probe probe(NodeSession session, StepWork work) throws SQLException;

    /** The right way: a raw step's own query, and the catalog for every other step. */
    static Prober ofCatalog() {
        return (session, work) -> work.isProbedByQuery()
                ? Probe.ofAnswer(work, session.isTrue(work.statement().getDoneWhen()))
                : Probe.ofEffects(work, session.catalog(work.ends().keySet()));
    }
}
