package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.io.Serial;

/** The server would understand a statement and refuse it. */
public final class Refusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    public Refusal(String sqlState, String message) {
        super(message, null, false, false);
        this.sqlState = sqlState;
    }

    public String sqlState() {
        return sqlState;
    }

    /** The message, as the server words it. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
