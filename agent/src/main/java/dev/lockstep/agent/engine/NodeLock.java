package dev.lockstep.agent.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A lock that belongs to a session and is held until that session is gone from the server, whatever became of its client (rule N4). */
public interface NodeLock {
    /** Takes the lock for this session if it is free; never waits. True when this session holds it. */
    boolean tryTake(Connection session) throws SQLException;

    /** Whether this very session holds it. */
    boolean isHeldBy(Connection session) throws SQLException;

    /** The server's id of the session that holds it. */
    Optional<String> holder(Connection observer) throws SQLException;

    /** Marks a session that writes into the ledger beside the one that holds the lock; the mark lasts as long as the session. */
    void mark(Connection session) throws SQLException;

    /** The server's ids of all other sessions that hold the lock or a mark. */
    List<String> others(Connection session) throws SQLException;

    /** Ends a session. It may live on for a moment: ask {@link #holder} until it is gone. */
    void end(Connection observer, String sessionId) throws SQLException;

    /** Gives the lock back. */
    void release(Connection session) throws SQLException;
}
