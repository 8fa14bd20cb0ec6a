package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The WHERE of UPDATE and DELETE: it may name what a query over the same tables may. */
final class ChosenRows {
    private ChosenRows() {}

    /** @param ahead what stands behind UPDATE, or behind DELETE FROM */
    static void check(Catalog catalog, List<Token> ahead, Set<String> outer) {
        List<Token> query = new ArrayList<>(List.of(word("select"), word("true"), word("from")));
        boolean sets = false;
        int depth = 0;
        for (Token token : ahead) {
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            boolean outside = depth == 0;
            if (outside && token.isWord("CURRENT") || token.isWord("SELECT")) {
                return; // WHERE CURRENT OF, and queries inside of it
            }
            if (outside && token.isWord("RETURNING")) {
                break;
            }
            if (outside && token.isWord("SET")) {
                sets = true;
            } else if (outside && token.isOneOf("from", "using")) {
                sets = false;
                query.add(new Token(Token.Kind.SIGN, ",", ",", 0));
            } else if (outside && token.isWord("WHERE")) {
                sets = false;
                query.add(token);
            } else if (!sets) {
                query.add(token);
            }
        }
        new QueryColumns(catalog, new Query(catalog, query, outer)).check();
    }

    private static Token word(String text) {
        return new Token(Token.Kind.WORD, text, text, 0);
    }
}
