package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The agent's login must be allowed what the steps do. */
final class PrivilegesCheck implements PreflightCheck {

    private static final List<String> NEEDED =
            List.of("ALTER", "CREATE", "DROP", "INDEX", "INSERT", "SELECT", "TRIGGER", "UPDATE");

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(Login.privileges(connection, scope.schema()));
        if (missing.isEmpty()) {
            return List.of();
        }
        String message = "expected the agent's login to have " + String.join(", ", NEEDED) + " on " + scope.schema()
                + ".*, found no " + String.join(", ", missing) + "; GRANT them";
        return List.of(
                Login.hasRole(connection)
                        ? Findings.note("privileges-by-role", message + ", if no role of it gives them")
                        : Findings.refuse("privileges-missing", message));
    }
}
