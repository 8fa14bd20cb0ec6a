package dev.lockstep.agent.directives;

import org.jspecify.annotations.Nullable;

/** The directives topic could not be read now; it may be tried again. */
public final class DirectivesUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DirectivesUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
