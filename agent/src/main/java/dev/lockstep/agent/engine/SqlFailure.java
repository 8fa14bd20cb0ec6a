package dev.lockstep.agent.engine;

/**
 * What an exception of the driver means.
 *
 * @param kind what to do about it
 * @param sqlState the standard's code, or the server's error number where that says more
 * @param message the server's message, word for word
 */
public record SqlFailure(Kind kind, String sqlState, String message) {

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
