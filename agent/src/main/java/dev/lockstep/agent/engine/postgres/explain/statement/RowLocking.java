package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What FOR UPDATE cannot lock: rows of a result that are no rows of a table. */
final class RowLocking {
    private static final Set<String> OF_SEVERAL =
            Set.of("group", "having", "union", "intersect", "except", "window", "over");

    private RowLocking() {}

    /**
     * Refuses it over groups, aggregates, windows, DISTINCT and set operations, also those of views.
     *
     * @param locked what the query reads in its outermost FROM
     */
    static void check(Catalog catalog, List<Token> query, Collection<Relation> locked) {
        checkQuery(catalog, query);
        for (Relation each : locked) {
            if (each.isView()) {
                checkQuery(catalog, each.query);
                check(
                        catalog,
                        List.of(),
                        each.uses.stream()
                                .map(use -> catalog.get(use.relation()))
                                .distinct()
                                .toList());
            }
        }
    }

    private static void checkQuery(Catalog catalog, List<Token> query) {
        int depth = 0;
        for (int i = 0; i < query.size(); i++) {
            Token token = query.get(i);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            boolean distinct =
                    token.isWord("DISTINCT") && i > 0 && query.get(i - 1).isWord("SELECT");
            boolean several = token.kind() == Token.Kind.WORD && OF_SEVERAL.contains(token.value());
            if (depth == 0 && (distinct || several && !isName(query, i))) {
                throw new Refusal(
                        "0A000",
                        "FOR UPDATE is not allowed with " + token.text().toUpperCase(java.util.Locale.ROOT));
            }
        }
        TokenReader reader = TokenReader.over(query);
        if (reader.accept("SELECT")) {
            Expression shown = new Expression(reader.until(token -> token.isWord("FROM")));
            if (new Expressions(catalog).hasAggregate(shown)) {
                throw new Refusal("0A000", "FOR UPDATE is not allowed with aggregate functions");
            }
        }
    }

    /** Behind a point or AS the word is only a name. */
    private static boolean isName(List<Token> query, int place) {
        return place > 0
                && (query.get(place - 1).isSign(".") || query.get(place - 1).isWord("AS"));
    }
}
