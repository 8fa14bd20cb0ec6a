package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the agent's login may do, as far as it was granted to the login itself. */
final class Login {
    private Login() {}

    /** Its privileges on a schema, global ones among them. */
    static Set<String> privileges(Connection connection, String schema) throws SQLException {
        return new HashSet<>(Query.list(
                connection,
                "SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = " + grantee()
                        + " UNION SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = "
                        + grantee() + " AND ? LIKE TABLE_SCHEMA",
                List.of(schema),
                row -> row.getString(1)));
    }

    /** Whether it has a privilege on the whole server. */
    static boolean hasGlobally(Connection connection, String privilege) throws SQLException {
        return !Query.list(
                        connection,
                        "SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = " + grantee()
                                + " AND PRIVILEGE_TYPE = ?",
                        List.of(privilege),
                        row -> row.getString(1))
                .isEmpty();
    }

    /** Whether a role is active, so that it may have more than is seen here. */
    static boolean hasRole(Connection connection) throws SQLException {
        return !Query.maybeText(connection, "SELECT CURRENT_ROLE()")
                .orElse("NONE")
                .equals("NONE");
    }

    /** The login as these views spell it: {@code 'user'@'host'}. */
    private static String grantee() {
        return "CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''',"
                + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";
    }
}
