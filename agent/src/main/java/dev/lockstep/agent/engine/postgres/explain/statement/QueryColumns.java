package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Keywords;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses columns, functions and operators that a query names and nobody has. Queries with more than one SELECT, or other sources than relations, are let pass. */
final class QueryColumns {
    private final Catalog catalog;
    private final Query query;
    private final Expressions expressions;
    private final boolean merged;

    QueryColumns(Catalog catalog, Query query) {
        this.catalog = catalog;
        this.query = query;
        this.expressions = new Expressions(catalog);
        this.merged = query.tokens().stream().anyMatch(token -> token.isOneOf("using", "natural"));
    }

    void check() {
        if (!query.isSimple()) {
            return;
        }
        List<List<Token>> items = query.shownItems();
        refuseMixture(items);
        refuseUngrouped(items);
        Set<String> shown = query.columns().stream().map(Column::name).collect(Collectors.toSet());
        items.forEach(item -> check(withoutName(item), Set.of()));
        clauses("WHERE").forEach(clause -> check(clause, Set.of()));
        clauses("ON").forEach(clause -> check(clause, Set.of()));
        clauses("ORDER").forEach(clause -> check(clause, shown));
    }

    private static List<Token> withoutName(List<Token> item) {
        int last = item.size() - 1;
        boolean named = last > 0
                && item.get(last).isName()
                && !Query.isBehindOperator(item, last)
                && (item.get(last - 1).isWord("AS")
                        || new Expression(item).castTo().isEmpty());
        if (!named) {
            return item;
        }
        return item.subList(0, item.get(last - 1).isWord("AS") ? last - 1 : last);
    }

    /** What stands behind such words outside of brackets, up to the next clause. */
    private List<List<Token>> clauses(String word) {
        List<List<Token>> clauses = new ArrayList<>();
        List<Token> tokens = query.tokens();
        List<Token> current = null;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            boolean begins = depth == 0
                    && token.isOneOf(
                            "where", "on", "order", "group", "having", "limit", "offset", "for", "union", "join",
                            "left", "right", "inner", "full", "cross", "window", "with", "fetch", "from", "select");
            boolean distinct = token.isWord("ON") && i > 0 && tokens.get(i - 1).isWord("DISTINCT")
                    || token.isWord("FROM") && i > 0 && tokens.get(i - 1).isWord("DISTINCT");
            if (begins && !distinct) {
                current = token.isWord(word) ? new ArrayList<>() : null;
                if (current != null) {
                    clauses.add(current);
                }
            } else if (current != null && !(current.isEmpty() && token.isWord("BY"))) {
                current.add(token);
            }
        }
        return clauses;
    }

    private void check(List<Token> tokens, Set<String> alsoKnown) {
        if (tokens.stream().anyMatch(token -> token.isOneOf("over", "filter", "within", "distinct", "order", "into"))) {
            return;
        }
        List<Token> plain = tokens.stream()
                .filter(token -> !token.isOneOf("asc", "desc", "nulls", "first", "last"))
                .toList();
        Expression expression = new Expression(plain);
        for (QualifiedName name : expression.columnNames()) {
            boolean known = alsoKnown.contains(name.name()) && name.schema().isEmpty()
                    || Expressions.isSystemColumn(name.name());
            if (!known) {
                require(name);
            }
        }
        expressions.checkFunctions(expression);
        expressions.requireOperators(expression, this::type, columns());
    }

    private void require(QualifiedName name) {
        if (name.schema().isEmpty()) {
            long having = query.byAlias().values().stream()
                    .filter(each -> each.column(name.name()).isPresent())
                    .count();
            if (having == 0 && !query.byAlias().containsKey(name.name())) {
                throw new Refusal("42703", "column \"" + name.name() + "\" does not exist");
            }
            if (having > 1 && !merged) {
                throw new Refusal("42702", "column reference \"" + name.name() + "\" is ambiguous");
            }
            return;
        }
        Relation relation = query.byAlias().get(name.schema());
        if (relation == null) {
            boolean field = query.byAlias().values().stream().anyMatch(each -> each.schema.equals(name.schema()));
            if (!field) {
                throw new Refusal("42P01", "missing FROM-clause entry for table \"" + name.schema() + "\"");
            }
            return;
        }
        relation.requireColumn(name.name(), () -> new Refusal("42703", "column " + name.text() + " does not exist"));
    }

    private Optional<TypeRef> type(QualifiedName name) {
        List<TypeRef> found = query.byAlias().entrySet().stream()
                .filter(each -> name.schema().isEmpty() || each.getKey().equals(name.schema()))
                .flatMap(each -> each.getValue().column(name.name()).stream())
                .map(Column::type)
                .filter(each -> !each.name().equals("?"))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        query.relations().forEach(each -> columns.addAll(each.columns));
        return columns;
    }

    /** A plain column that is shown is grouped by, or belongs to a key that is. */
    private void refuseUngrouped(List<List<Token>> items) {
        List<List<Token>> groups = clauses("GROUP");
        Set<String> names = groups.stream()
                .flatMap(List::stream)
                .filter(Token::isName)
                .map(Token::value)
                .collect(Collectors.toSet());
        boolean plain = groups.stream()
                .flatMap(List::stream)
                .allMatch(token -> token.isName() || token.isSign(",") || token.isSign("."));
        boolean byKey = query.relations().stream()
                .anyMatch(each -> each.primaryKey()
                        .filter(key -> names.containsAll(key.columns()))
                        .isPresent());
        if (groups.isEmpty() || !plain || byKey) {
            return;
        }
        for (List<Token> item : items) {
            String name = item.size() == 1 && item.get(0).isName() ? item.get(0).value() : "";
            boolean column = query.relations().stream()
                    .anyMatch(each -> each.column(name).isPresent());
            if (column && !names.contains(name)) {
                throw new Refusal(
                        "42803",
                        "column \"" + name
                                + "\" must appear in the GROUP BY clause or be used in an aggregate function");
            }
        }
    }

    /** A plain column beside a function over many rows needs a GROUP BY. */
    private void refuseMixture(List<List<Token>> items) {
        boolean grouped = query.tokens().stream().anyMatch(token -> token.isOneOf("GROUP", "OVER"));
        boolean aggregates = items.stream()
                .flatMap(item -> new Expression(item).calls().stream())
                .map(call -> catalog.builtIns().functions(call.function().name()))
                .anyMatch(found -> !found.isEmpty() && found.stream().allMatch(each -> each.kind() == 'a'));
        Optional<List<Token>> plain = items.stream()
                .filter(item -> item.size() == 1 && item.get(0).isName() && !Keywords.isOfExpressions(item.get(0)))
                .findFirst();
        if (aggregates && !grouped && plain.isPresent()) {
            throw new Refusal(
                    "42803",
                    "column \"" + plain.get().get(0).value()
                            + "\" must appear in the GROUP BY clause or be used in an aggregate function");
        }
    }
}
