package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Looks for one reason why a node cannot take a change, or should not now. */
@FunctionalInterface
interface PreflightCheck {
    void look(Connection connection, Facts facts, Findings findings) throws SQLException;
}
