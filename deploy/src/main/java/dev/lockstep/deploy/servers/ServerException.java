package dev.lockstep.deploy.servers;

import java.io.Serial;

/** A server could not be prepared, started or ended. The message says what was expected and what to do. */
public final class ServerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
