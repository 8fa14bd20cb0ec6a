package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.List;

/** Reads an expression that stands alone. */
public final class ExpressionReader {

    private ExpressionReader() {}

    public static Expression read(String text) {
        List<Token> tokens = new Lexer(text).scan();
        return Expression.of(tokens.subList(0, tokens.size() - 1), tokens.get(tokens.size() - 1));
    }
}
