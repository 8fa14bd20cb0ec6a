package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.SqlFailure.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/** What PostgreSQL's errors mean for the step that met them. */
final class PostgresFailures {

    /**
     * Lock not available, deadlock, serialisation failure; cancelled by a person, who can do it again; too many sessions. In each the server has undone the
     * statement, or its probe shows what is left of it.
     */
    private static final Set<String> AGAIN = Set.of("55P03", "40P01", "40001", "57014", "53300");

    /** The session was ended, by a person or by a limit, or the server went away or is just starting. */
    private static final Set<String> GONE =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "40003");

    private PostgresFailures() {}

    static SqlFailure classify(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return new SqlFailure(kind(failure, state), state, message);
    }

    private static Kind kind(SQLException failure, String state) {
        if (state.isEmpty() || state.startsWith("08") || GONE.contains(state) || isBroken(failure)) {
            return Kind.UNKNOWN;
        }
        return AGAIN.contains(state) || isCatalogRace(failure, state) ? Kind.RETRYABLE : Kind.REFUSED;
    }

    private static boolean isBroken(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Two sessions changed one row of the catalog, say by GRANT; the server has no code for it. */
    private static boolean isCatalogRace(SQLException failure, String state) {
        String message = failure.getMessage();
        return state.equals("XX000") && message != null && message.contains("tuple concurrently updated");
    }

    /** Whether the server objects to what was written, and not to the moment. */
    static boolean isAboutTheText(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return state.startsWith("42")
                || state.startsWith("22")
                || state.startsWith("0A")
                || state.startsWith("3F")
                || state.startsWith("2B")
                || state.equals("55000")
                || state.startsWith("54");
    }
}
