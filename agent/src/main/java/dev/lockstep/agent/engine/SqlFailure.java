package dev.lockstep.agent.engine;

/**
 * What an exception of the driver means.
 *
 * @param kind what to do about it
 * @param sqlState the standard's code, or the server's error number where that says more
 * @param message the server's message, word for word
 * @param advice what was expected, what was found and what to do, where the server's message misleads; else empty
 */
public record SqlFailure(Kind kind, String sqlState, String message, String advice) {

    /** A failure whose message says enough. */
    public SqlFailure(Kind kind, String sqlState, String message) {
        this(kind, sqlState, message, "");
    }

    /** What to do about a failure. */
    public enum Kind {
        /** A lock, a deadlock, a serialisation failure: nothing happened, try again. */
        RETRYABLE,
        /** The server said no, and will say so again. */
        REFUSED,
        /** Contact was lost: look at the catalog before anything else. */
        UNKNOWN
    }
}
