package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Needs;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Use;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** CREATE POLICY, and what the conditions of policies need. */
final class PolicyStatements {
    private final TokenReader reader;

    PolicyStatements(TokenReader reader) {
        this.reader = reader;
    }

    /** After CREATE. */
    Action create() {
        reader.expect("POLICY");
        String name = reader.name();
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        List<Token> rest = reader.rest();
        checkClauses(rest);
        return effects -> {
            Relation found = effects.catalog().require(table);
            if (!found.isTable()) {
                throw new Refusal("42809", "\"" + found.name + "\" is not a table");
            }
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            if (found.policies.containsKey(name)) {
                throw new Refusal("42710", "policy \"" + name + "\" for table \"" + found.name + "\" already exists");
            }
            put(effects, found, name, rest);
        };
    }

    /** Gives a policy its conditions. */
    static void put(Effects effects, Relation table, String name, List<Token> clauses) {
        Catalog catalog = effects.catalog();
        Set<Use> uses = new LinkedHashSet<>();
        Set<String> functions = new LinkedHashSet<>();
        for (Expression condition : conditions(clauses)) {
            if (condition.hasQuery()) {
                Query query = new Query(catalog, condition.tokens());
                query.relations().stream()
                        .filter(each -> each != table)
                        .forEach(each -> effects.lock(each, LockMode.ACCESS_SHARE));
                uses.addAll(query.uses());
            } else {
                new Expressions(catalog).check(condition, List.of(table));
                new Expressions(catalog).requireOperators(condition, table.columns);
                Checks.requireTruth(catalog, condition, table, "POLICY");
            }
            condition.columnsOf(table.columnNames()).forEach(column -> uses.add(new Use(table.id(), column)));
            condition.calls().forEach(call -> functions.add(call.function().name()));
        }
        table.policies.put(name, new Needs(uses, functions));
    }

    private static List<Expression> conditions(List<Token> clauses) {
        List<Expression> conditions = new java.util.ArrayList<>();
        TokenReader rest = TokenReader.over(clauses);
        while (!rest.atEnd()) {
            boolean condition = rest.atOneOf("USING", "CHECK") && rest.peek(1).isSign("(");
            rest.take();
            if (condition) {
                conditions.add(new Expression(rest.inBrackets()));
            }
        }
        return conditions;
    }

    /** What is looked at when rows come has no USING, and what is looked at when rows are there no WITH CHECK. */
    private static void checkClauses(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isOneOf("FOR", "TO", "USING", "WITH"));
        if (!reader.accept("FOR")) {
            return;
        }
        Token command = reader.take();
        boolean using = reader.until(token -> false).stream().anyMatch(token -> token.isWord("USING"));
        boolean check = rest.stream().anyMatch(token -> token.isWord("CHECK"));
        if (command.isOneOf("SELECT", "DELETE") && check) {
            throw new Refusal("42601", "WITH CHECK cannot be applied to SELECT or DELETE");
        }
        if (command.isWord("INSERT") && using) {
            throw new Refusal("42601", "only WITH CHECK expression allowed for INSERT");
        }
    }
}
