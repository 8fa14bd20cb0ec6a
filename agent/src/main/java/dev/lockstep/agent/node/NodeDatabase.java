package dev.lockstep.agent.node;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import java.sql.SQLException;

/** The database of one node. Thread-safe. */
public interface NodeDatabase {
    /** Opens a session of its own. */
    NodeSession open(SessionPurpose purpose) throws SQLException;

    /** What an exception means for the work that met it. */
    SqlFailure classify(SQLException failure);
}
