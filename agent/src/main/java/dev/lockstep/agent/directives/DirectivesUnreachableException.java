package dev.lockstep.agent.directives;

/** The directives topic could not be read now; it may be tried again. */
public final class DirectivesUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DirectivesUnreachableException(String message) {
        super(message);
    }

    DirectivesUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
