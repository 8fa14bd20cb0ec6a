package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Looks at server and data for one reason not to go on. */
interface PreflightCheck {
    List<Finding> look(Connection connection, PlanScope scope) throws SQLException;
}
