package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The agent's login must be allowed what the steps do. */
final class PrivilegesCheck implements PreflightCheck {

    private static final List<String> NEEDED =
            List.of("ALTER", "CREATE", "DROP", "INDEX", "INSERT", "SELECT", "TRIGGER", "UPDATE");

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        Set<String> granted = new HashSet<>(Query.list(
                connection,
                "SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = " + grantee()
                        + " UNION SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = "
                        + grantee() + " AND ? LIKE TABLE_SCHEMA",
                List.of(scope.schema()),
                row -> row.getString(1)));
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(granted);
        if (missing.isEmpty()) {
            return List.of();
        }
        String message = "expected the agent's login to have " + String.join(", ", NEEDED) + " on " + scope.schema()
                + ".*, found no " + String.join(", ", missing) + "; GRANT them";
        boolean throughRole = !Query.maybeText(connection, "SELECT CURRENT_ROLE()")
                .orElse("NONE")
                .equals("NONE");
        return List.of(
                throughRole
                        ? Findings.note("privileges-by-role", message + ", if no role of it gives them")
                        : Findings.refuse("privileges-missing", message));
    }

    /** The login as these views spell it: {@code 'user'@'host'}. */
    private static String grantee() {
        return "CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''',"
                + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";
    }
}
