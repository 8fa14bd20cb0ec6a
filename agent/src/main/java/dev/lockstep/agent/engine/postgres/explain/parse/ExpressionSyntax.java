package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.List;

/** Finds what no expression can look like. It lets pass what only a whole grammar would refuse. */
final class ExpressionSyntax {

    private ExpressionSyntax() {}

    /** @param after the token behind the expression, which is to blame for one that is not there */
    static void check(List<Token> tokens, Token after) {
        if (tokens.isEmpty()) {
            throw SyntaxFailure.near(after);
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : after;
            boolean last = i + 1 == tokens.size();
            if (isOperator(token) && !token.isSign("*") && (last || next.isSign(")") || next.isSign(","))) {
                throw SyntaxFailure.near(next);
            }
            if (!last && isConstant(token) && (isConstant(next) || next.isSign("("))) {
                throw SyntaxFailure.near(next);
            }
            if (!last && isConstant(token) && next.isName() && !Keywords.isOfExpressions(next) && !isUnit(tokens, i)) {
                throw SyntaxFailure.near(next);
            }
        }
    }

    /** INTERVAL '1' DAY, and aliases in queries. */
    private static boolean isUnit(List<Token> tokens, int i) {
        return (i > 0 && tokens.get(i - 1).isWord("INTERVAL"))
                || tokens.stream().anyMatch(each -> each.isWord("SELECT"));
    }

    private static boolean isConstant(Token token) {
        return token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.STRING;
    }

    private static boolean isOperator(Token token) {
        return token.kind() == Token.Kind.SIGN && "()[],.;:".indexOf(token.text()) < 0;
    }
}
