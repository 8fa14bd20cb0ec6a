package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Needs;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Use;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** CREATE RULE. */
final class CreateRule {
    private static final Set<String> ROWS = Set.of("old", "new");

    private final boolean replace;
    private final String name;
    private final String event;
    private final QualifiedName table;
    private final boolean instead;
    private final List<Token> rest;

    /** Reads what follows CREATE [OR REPLACE]. */
    CreateRule(TokenReader reader, boolean replace) {
        this.replace = replace;
        reader.expect("RULE");
        name = reader.name();
        reader.expect("AS", "ON");
        event = reader.take().value();
        reader.expect("TO");
        table = reader.qualifiedName();
        rest = reader.rest();
        boolean conditional = !rest.isEmpty() && rest.get(0).isWord("WHERE");
        instead = !conditional && rest.stream().anyMatch(token -> token.isWord("INSTEAD"));
    }

    void create(Effects effects) {
        Catalog catalog = effects.catalog();
        Relation found = catalog.require(table);
        effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
        checkPlace(catalog, found);
        Map<Integer, String> writes = actions(effects);
        if (event.equals("select")) {
            requireColumns(catalog, found);
            found.kind = Relation.Kind.VIEW; // before 16 an empty table becomes one in this way
        }
        if (found.rules.containsKey(name) && !replace) {
            throw new Refusal("42710", "rule \"" + name + "\" for relation \"" + found.name + "\" already exists");
        }
        found.rules.put(name, new Relation.Rule(event, instead, writes, needs(catalog, found, writes)));
    }

    private void requireColumns(Catalog catalog, Relation found) {
        int shown = query(catalog).columns().size();
        if (shown != found.columns.size()) {
            throw new Refusal(
                    "42P17", "SELECT rule's target list has another number of entries than \"" + found.name + "\"");
        }
    }

    private void checkPlace(Catalog catalog, Relation found) {
        if (found.kind == Relation.Kind.MATERIALIZED_VIEW) {
            throw new Refusal("0A000", "rules on materialized views are not supported");
        }
        if (!found.isTable() && !found.isView()) {
            throw new Refusal("42809", "relation \"" + found.name + "\" cannot have rules");
        }
        if (event.equals("select") && !found.isView()) {
            if (name.equals("_RETURN") && !catalog.isFrom(16)) {
                return;
            }
            throw catalog.isFrom(16)
                    ? new Refusal("42809", "relation \"" + found.name + "\" cannot have ON SELECT rules")
                    : new Refusal("42P17", "view rule for \"" + found.name + "\" must be named \"_RETURN\"");
        }
    }

    /** What a rule does instead or besides is looked up when it is made. */
    private Map<Integer, String> actions(Effects effects) {
        Map<Integer, String> writes = new LinkedHashMap<>();
        for (int i = 0; i + 1 < rest.size(); i++) {
            boolean begins = rest.get(i).isOneOf("INSERT", "UPDATE", "DELETE")
                    && (i == 0 || !rest.get(i - 1).isOneOf("ON", "FOR", "AS"));
            if (begins) {
                TokenReader action = TokenReader.over(rest.subList(i + 1, rest.size()));
                if (!action.accept("INTO")) {
                    action.accept("FROM");
                }
                action.accept("ONLY");
                Relation written = effects.catalog().require(action.qualifiedName());
                effects.lock(written, LockMode.ROW_EXCLUSIVE);
                writes.put(written.id(), rest.get(i).value());
            }
        }
        boolean alone = rest.stream().noneMatch(token -> token.isOneOf("OLD", "NEW"));
        int query = rest.stream().map(Token::value).toList().indexOf("select");
        if (writes.isEmpty() && alone && query >= 0) {
            List<Token> select =
                    TokenReader.over(rest.subList(query, rest.size())).until(token -> token.isSign(";"));
            new QueryColumns(effects.catalog(), new Query(effects.catalog(), select)).check();
        }
        if (queries()) {
            query(effects.catalog()).relations().forEach(each -> effects.lock(each, LockMode.ACCESS_SHARE));
        }
        return writes;
    }

    private boolean queries() {
        return rest.stream().anyMatch(token -> token.isWord("SELECT"));
    }

    private Query query(Catalog catalog) {
        return new Query(catalog, rest, ROWS);
    }

    private Needs needs(Catalog catalog, Relation own, Map<Integer, String> writes) {
        Set<Use> uses = new LinkedHashSet<>(queries() ? query(catalog).uses() : Set.of());
        for (int i = 2; i < rest.size(); i++) {
            boolean ofRow = rest.get(i - 1).isSign(".") && rest.get(i - 2).isOneOf("OLD", "NEW");
            if (ofRow && rest.get(i).isSign("*")) {
                own.columnNames().forEach(column -> uses.add(new Use(own.id(), column)));
            } else if (ofRow) {
                uses.add(new Use(own.id(), rest.get(i).value()));
            }
        }
        writes.forEach((id, verb) -> uses.addAll(written(catalog.get(id), verb)));
        Set<String> functions = new Expression(rest)
                .calls().stream().map(call -> call.function().name()).collect(Collectors.toSet());
        return new Needs(uses, functions);
    }

    /** An INSERT that names no columns needs all of them. */
    private Set<Use> written(Relation target, String verb) {
        Set<String> named = rest.stream()
                .filter(Token::isName)
                .map(Token::value)
                .filter(each -> target.column(each).isPresent())
                .collect(Collectors.toSet());
        Set<Use> uses = new LinkedHashSet<>(Set.of(new Use(target.id(), "")));
        List<String> columns = verb.equals("insert") && named.isEmpty() ? target.columnNames() : List.copyOf(named);
        columns.forEach(column -> uses.add(new Use(target.id(), column)));
        return uses;
    }
}
