package dev.lockstep.agent.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A lock that belongs to a session and is held until that session is gone from the server, whatever became of its client (rule N4). */
public interface NodeLock {
    /** Takes the lock for this session if it is free; never waits. True when this session holds it. */
    boolean tryTake(Connection session) throws SQLException;

    /** Whether this very session holds it. */
    boolean isHeldBy(Connection session) throws SQLException;

    /** The server's id of the session that holds it. */
    Optional<String> holder(Connection observer) throws SQLException;

    /** Ends a session. It may live on for a moment: ask {@link #holder} until it is gone. */
    void end(Connection observer, String sessionId) throws SQLException;

    /** Gives the lock back. */
    void release(Connection session) throws SQLException;
}
