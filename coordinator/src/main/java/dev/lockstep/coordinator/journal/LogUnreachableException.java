package dev.lockstep.coordinator.journal;

import org.jspecify.annotations.Nullable;

/** Kafka did not do what was asked in time; it may be tried again. */
public final class LogUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
