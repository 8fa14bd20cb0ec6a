package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the node's lock (rule N4): ends the session that holds it, whoever that is, and waits until it is gone. The incarnation must have been raised before:
 * then the ended one cannot come back. Used by one thread.
 */
public final class DriverSeat {
    private static final Logger LOG = LoggerFactory.getLogger(DriverSeat.class);
    private static final long POLL_MILLIS = 200;

    private final String node;
    private final NodeDatabase database;
    private final Pacer pacer;

    public DriverSeat(String node, NodeDatabase database, Pacer pacer) {
        this.node = node;
        this.database = database;
        this.pacer = pacer;
    }

    /**
     * Opens a session and waits until it holds the lock.
     *
     * @throws SupersededException when a newer process serves the node
     */
    public NodeSession take(long incarnation) throws SQLException, InterruptedException {
        NodeSession session = database.open(SessionPurpose.DRIVER);
        try {
            String ended = "";
            while (true) {
                // First: a superseded process must not end its successor's session.
                session.ledger().requireIncarnation(incarnation);
                if (session.tryLock()) {
                    session.ledger().requireIncarnation(incarnation);
                    return session;
                }
                ended = endHolder(session, ended);
                // Never inside of a transaction: a waiting snapshot would stall an index that is built concurrently.
                pacer.pause(POLL_MILLIS);
            }
        } catch (SQLException | RuntimeException | InterruptedException failed) {
            session.close();
            throw failed;
        }
    }

    private String endHolder(NodeSession session, String ended) throws SQLException {
        Optional<String> holder = session.lockHolder();
        if (holder.isEmpty() || holder.get().equals(ended)) {
            return ended;
        }
        LOG.info("node {}: session {} holds the node's lock; it is ended before this agent starts", node, holder.get());
        session.end(holder.get());
        return holder.get();
    }
}
