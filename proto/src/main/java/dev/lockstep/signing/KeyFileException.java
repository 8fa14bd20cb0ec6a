package dev.lockstep.signing;

import org.jspecify.annotations.Nullable;

/** A key file is missing, is not what it should be, or is open to others. The message says which, and what to do. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
