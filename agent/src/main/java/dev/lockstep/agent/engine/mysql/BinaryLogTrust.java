package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With the binary log on, both families let only logins with SUPER make triggers and functions, unless the server is told to trust everybody who may make them
 * at all. For triggers, MySQL takes a smaller privilege too. What a planned step makes would be found in the rehearsal too; what a raw step makes, only here.
 */
final class BinaryLogTrust implements PreflightCheck {

    /** The servers' error number. Their message names the variable, and neither how to set it for good nor that it is safe with rows in the log. */
    static final int ERROR = 1419;

    static final String CODE = "binlog-distrusts-triggers";

    /** Expected, found, to do. */
    static final String OBJECTION = "expected a login that may make triggers and functions while the binary log is on, "
            + "found log_bin = ON, log_bin_trust_function_creators = OFF and no SUPER; let an administrator "
            + "SET GLOBAL log_bin_trust_function_creators = ON and write it into the server's configuration too "
            + "(on MySQL, SET PERSIST does both), which takes nothing from a log with binlog_format = ROW; MySQL from "
            + "8.0.34 on warns that the variable is deprecated, and obeys it; or GRANT SUPER ON *.* to the agent's "
            + "login, in the place of which MySQL takes SET_USER_ID (SET_ANY_DEFINER from 8.2 on), for triggers only";

    private static final Pattern MAKES = Pattern.compile(
            "\\s*CREATE\\s+(OR\\s+REPLACE\\s+)?(DEFINER\\s*=\\s*\\S+(\\s*@\\s*\\S+)?\\s+)?(?<kind>TRIGGER|FUNCTION)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        Set<String> kinds = new TreeSet<>();
        for (Recipe.Draft draft : scope.drafts()) {
            draft.step().getStatement().getSqlList().forEach(sql -> made(sql).ifPresent(kinds::add));
        }
        if (kinds.isEmpty() || !isDistrusting(connection) || isTrusted(connection, scope.server(), kinds)) {
            return List.of();
        }
        return List.of(
                Login.hasRole(connection)
                        ? Findings.note(CODE + "-by-role", OBJECTION + "; if no role of it gives SUPER")
                        : refusal());
    }

    /** What PREFLIGHT says of it. */
    static Finding refusal() {
        return Findings.refuse(CODE, OBJECTION);
    }

    /** Which kind of thing that the server distrusts a statement makes: {@code TRIGGER} or {@code FUNCTION}. */
    static Optional<String> made(String sql) {
        Matcher matcher = MAKES.matcher(sql);
        return matcher.matches() ? Optional.of(matcher.group("kind").toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isTrusted(Connection connection, MySqlServer server, Set<String> kinds) throws SQLException {
        if (Login.hasGlobally(connection, "SUPER")) {
            return true;
        }
        return !server.isMariaDb()
                && kinds.equals(Set.of("TRIGGER"))
                && (Login.hasGlobally(connection, "SET_USER_ID") || Login.hasGlobally(connection, "SET_ANY_DEFINER"));
    }

    private static boolean isDistrusting(Connection connection) throws SQLException {
        return isShown(connection, "log_bin", "ON") && isShown(connection, "log_bin_trust_function_creators", "OFF");
    }

    /** By SHOW, because a server that has dropped the variable answers with nothing and not with an error. */
    private static boolean isShown(Connection connection, String variable, String value) throws SQLException {
        return Query.first(
                        connection,
                        "SHOW GLOBAL VARIABLES WHERE Variable_name = ?",
                        List.of(variable),
                        row -> row.getString(2))
                .equals(Optional.of(value));
    }
}
