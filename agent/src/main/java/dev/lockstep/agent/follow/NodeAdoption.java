package dev.lockstep.agent.follow;

import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a database a node, or finds it again, and raises the incarnation once per process (rule N3). Used by one thread. */
final class NodeAdoption {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAdoption.class);
    private static final Statement BOUNDED_WAIT = Statement.newBuilder()
            .setTransactional(true)
            .setLockTimeoutMillis(5000)
            .build();

    private final String fleet;
    private final String name;
    private final NodeStanding standing;
    private final Supplier<String> adoptionIds;

    NodeAdoption(String fleet, String name, NodeStanding standing, Supplier<String> adoptionIds) {
        this.fleet = fleet;
        this.name = name;
        this.standing = standing;
        this.adoptionIds = adoptionIds;
    }

    /** Why this database must not be served as this node; empty when all is well, and then this process may serve it. */
    Optional<String> begin(NodeSession session) throws SQLException {
        List<String> objections = session.objections();
        if (!objections.isEmpty()) {
            return Optional.of(String.join("; ", objections));
        }
        session.createLedger();
        if (session.ledger().node().isEmpty()) {
            adopt(session);
        }
        NodeRow node = session.ledger().node().orElseThrow();
        if (!node.fleet().equals(fleet) || !node.name().equals(name)) {
            return Optional.of("expected the ledger of node " + name + " of fleet " + fleet
                    + ", found the one of node " + node.name() + " of fleet " + node.fleet()
                    + "; correct the node's address or its name in the agent's settings");
        }
        if (standing.incarnation() == 0) {
            raise(session);
        }
        session.ledger().requireIncarnation(standing.incarnation());
        return Optional.empty();
    }

    private void adopt(NodeSession session) throws SQLException {
        String identity = session.identity().databaseIdentity();
        session.begin();
        session.ledger().adopt(fleet, name, identity, adoptionIds.get());
        session.commit();
    }

    private void raise(NodeSession session) throws SQLException {
        try {
            session.begin();
            session.prepare(BOUNDED_WAIT);
            long raised = session.ledger().raiseIncarnation();
            session.commit();
            standing.started(raised);
        } catch (SQLException failed) {
            // An agent that stands still in the middle of a transaction holds the row: end its sessions, then try
            // again.
            session.rollback();
            endOthers(session);
            throw failed;
        }
        // One that stands still elsewhere may hold rows of the application.
        endOthers(session);
    }

    /** This process has no other session of the node yet: they are of an agent before it, which comes back as a superseded one, or not at all (rule N4). */
    private void endOthers(NodeSession session) throws SQLException {
        List<String> others = session.otherSessions();
        if (!others.isEmpty()) {
            LOG.info("node {}: sessions {} of another agent are ended before this one starts", name, others);
        }
        for (String each : others) {
            session.end(each);
        }
    }
}
