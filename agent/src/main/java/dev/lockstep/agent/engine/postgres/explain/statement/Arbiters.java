package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;

/** ON CONFLICT: the indexes that say what a conflict is. */
final class Arbiters {
    private Arbiters() {}

    /** The indexes that are looked through for ON CONFLICT: all, or in their order up to the one that is named. */
    static List<Relation> of(Catalog catalog, Relation table, List<Token> rest) {
        int at = 0;
        while (at < rest.size() && !rest.get(at).isWord("CONFLICT")) {
            at++;
        }
        if (at == rest.size()) {
            return List.of();
        }
        TokenReader behind = TokenReader.over(rest.subList(at + 1, rest.size()));
        if (!behind.accept("ON", "CONSTRAINT")) {
            requireArbiter(catalog, table, behind);
            return catalog.indexesOf(table);
        }
        String name = behind.name();
        List<Relation> passed = new ArrayList<>();
        for (Relation each : catalog.indexesOf(table)) {
            passed.add(each);
            boolean named = catalog.constraintOf(each)
                    .filter(held -> held.constraint().name().equals(name))
                    .isPresent();
            if (named) {
                return passed;
            }
        }
        throw new Refusal("42704", "constraint \"" + name + "\" for table \"" + table.name + "\" does not exist");
    }

    /** ON CONFLICT over plain columns needs a unique index over exactly these. */
    private static void requireArbiter(Catalog catalog, Relation table, TokenReader behind) {
        if (!behind.at("(")) {
            return;
        }
        List<Token> inside = behind.inBrackets();
        boolean plain = inside.stream().allMatch(each -> each.isName() || each.isSign(","));
        List<String> columns =
                inside.stream().filter(Token::isName).map(Token::value).toList();
        boolean conditional = behind.at("WHERE");
        boolean found = catalog.indexesOf(table).stream()
                .anyMatch(
                        each -> each.indexShape().unique() && each.indexShape().isOver(columns));
        boolean known = columns.stream().allMatch(each -> table.column(each).isPresent());
        if (plain && known && !conditional && table.isTable() && !found) {
            throw new Refusal(
                    "42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification");
        }
    }
}
