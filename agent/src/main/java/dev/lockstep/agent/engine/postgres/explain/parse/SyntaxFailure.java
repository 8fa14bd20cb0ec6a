package dev.lockstep.agent.engine.postgres.explain.parse;

import java.io.Serial;

/** The server would not understand a statement. */
public final class SyntaxFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int at;

    SyntaxFailure(String message, int at) {
        super(message);
        this.at = at;
    }

    /** As the server says it. */
    public static SyntaxFailure near(Token token) {
        return token.isEnd()
                ? new SyntaxFailure("syntax error at end of input", token.at())
                : new SyntaxFailure("syntax error at or near \"" + token.text() + "\"", token.at());
    }

    /** The place in the text, from 0. */
    public int at() {
        return at;
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
