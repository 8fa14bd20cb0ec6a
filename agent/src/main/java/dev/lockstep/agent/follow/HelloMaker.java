package dev.lockstep.agent.follow;

import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeHello;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Says who a node is: what its ledger holds, and the database that the ledger is found in now (rule N2). Thread-safe.
 *
 * @param labels {@code key=value}, sorted
 */
record HelloMaker(List<String> labels) {
    /**
     * Reads all of it now.
     *
     * @param heard what the agent was told before this that the history has from the node
     * @param working whether something could still run on the node before this
     */
    NodeHello make(NodeSession session, long incarnation, Optional<HeardFromNode> heard, boolean working)
            throws SQLException {
        NodeRow node = session.ledger().requireIncarnation(incarnation);
        ServerIdentity server = session.identity();
        NodeHello.Builder hello = NodeHello.newBuilder()
                .setFleet(node.fleet())
                .setNode(node.name())
                .setEngine(server.engine())
                .setServerVersion(server.version())
                .addAllLabels(labels)
                .setDatabaseIdentity(server.databaseIdentity())
                .setAdoptionId(node.adoptionId())
                .setIncarnation(incarnation)
                .setPosition(node.position())
                .setLogNumber(session.ledger().workNumber())
                .setFingerprint(session.catalog().fingerprint())
                .setWorking(working);
        heard.ifPresent(hello::setInAnswerTo);
        return hello.build();
    }
}
