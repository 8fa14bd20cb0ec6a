package dev.lockstep.agent.engine;

import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Looks at the standbys of a node before a step locks readers out of a table: the lock is repeated there, where no time-out ends its wait. Remembers what it saw, and
 * keeps sessions of its own until it is closed. Used by one thread.
 */
public interface StandbyLook extends AutoCloseable {
    /** For nodes without standbys, and servers that repeat no locks. */
    StandbyLook NONE = (primary, step, statement) -> List.of();

    /**
     * Who or what on standbys the step would stand still for, one sentence each. A standby that cannot be asked is in the way, too.
     *
     * @param statement what is to run: the step's, or that of its undo
     * @throws SQLException when the primary fails
     */
    List<String> inTheWay(Connection primary, Step step, Statement statement) throws SQLException;

    /** Never fails. */
    @Override
    default void close() {}
}
