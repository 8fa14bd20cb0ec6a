package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The node's address must lead to a server that takes writes, not to a replica. */
final class ReadOnlyCheck implements PreflightCheck {

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        // 0 and OFF, or 1 and ON, or newer words for the degrees of it.
        String shown = Query.text(connection, "SELECT @@global.read_only");
        if (shown.equals("0") || shown.equals("OFF")) {
            return List.of();
        }
        return List.of(Findings.refuse(
                "server-read-only",
                "expected a server that takes writes, found read_only = " + shown
                        + "; give the address of the primary"));
    }
}
