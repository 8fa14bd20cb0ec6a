package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.mysql.SqlTokens.Kind;
import dev.lockstep.agent.engine.mysql.SqlTokens.Token;
import java.util.List;
import java.util.Optional;

/** Sees to it that a piece of SQL from a change file stays in the place where a statement puts it. */
final class SqlGuard {
    private SqlGuard() {}

    /** Why a text is not one closed piece of SQL; empty when it is. */
    static Optional<String> objection(String sql) {
        int depth = 0;
        for (Token token : SqlTokens.of(sql)) {
            if (token.kind() == Kind.COMMENT) {
                return Optional.of("it holds a comment");
            }
            if (token.isSign(";")) {
                return Optional.of("it holds a semicolon");
            }
            if (token.isSign("?") || token.isSign("{")) {
                return Optional.of("it holds " + token.text() + ", which drivers take for a mark of their own");
            }
            if (!isClosed(token, sql)) {
                return Optional.of("a quotation mark is not closed");
            }
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")")) {
                depth--;
            }
            if (depth < 0) {
                return Optional.of("a parenthesis is closed that was not opened");
            }
        }
        return depth == 0 ? Optional.empty() : Optional.of("a parenthesis is not closed");
    }

    /** Why a text is not a constant; empty when it is. */
    static Optional<String> objectionToConstant(String sql) {
        Optional<String> open = objection(sql);
        if (open.isPresent()) {
            return open;
        }
        List<Token> tokens = SqlTokens.of(sql);
        if (tokens.isEmpty()) {
            return Optional.of("it is empty");
        }
        return tokens.stream()
                .filter(token -> !isPartOfConstant(token))
                .findFirst()
                .map(token -> "it holds \"" + token.text() + "\"");
    }

    private static boolean isPartOfConstant(Token token) {
        switch (token.kind()) {
            case NUMBER:
            case TEXT:
                return true;
            case SIGN:
                return "+-()".contains(token.text());
            case WORD:
                return token.text().startsWith("_")
                        || List.of(
                                        "true",
                                        "false",
                                        "null",
                                        "b",
                                        "x",
                                        "date",
                                        "time",
                                        "timestamp",
                                        "current_timestamp",
                                        "now",
                                        "localtime",
                                        "localtimestamp")
                                .contains(token.lower());
            default:
                return false;
        }
    }

    private static boolean isClosed(Token token, String sql) {
        boolean quoted = token.kind() == Kind.TEXT || token.kind() == Kind.NAME;
        return !quoted || token.end() - token.start() >= 2 && sql.charAt(token.end() - 1) == sql.charAt(token.start());
    }
}
