package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Check constraints, and what they prove. */
final class Checks {

    private Checks() {}

    /** A check constraint as a table gets it. */
    static Constraint of(Catalog catalog, Relation table, ConstraintDefinition definition) {
        Expression check = definition.check().orElseThrow();
        if (check.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in check constraint");
        }
        Expressions expressions = new Expressions(catalog);
        expressions.check(check, List.of(table));
        expressions.requireOperators(check, table.columns);
        requireTruth(catalog, check, table, "CHECK");
        expressions.refuseAggregates(check, "check constraints");
        List<String> columns = List.copyOf(check.columnsOf(table.columnNames()));
        String name = definition.name().isEmpty() ? chosenName(catalog, table, columns) : definition.name();
        Constraint constraint = Constraint.check(name, expressions.resolved(check), columns, definition.isChecked())
                .enforced(!definition.has("NOT ENFORCED"));
        constraint = definition.isChecked() ? constraint.validated() : constraint;
        return definition.has("NO INHERIT") ? constraint.withoutHeirs() : constraint;
    }

    static void requireTruth(Catalog catalog, Expression expression, Relation table, String where) {
        Optional<TypeRef> type =
                new Expressions(catalog).type(expression, table.columns).map(new Types(catalog)::base);
        if (type.isPresent() && !List.of("bool", "unknown").contains(type.get().key())) {
            throw new Refusal(
                    "42804",
                    "argument of " + where + " must be type boolean, not type "
                            + type.get().shown());
        }
    }

    private static String chosenName(Catalog catalog, Relation table, List<String> columns) {
        String column = columns.size() == 1 ? columns.get(0) : "";
        for (int number = 0; ; number++) {
            String name = catalog.chooseName(
                    table.schema, table.name, column, number == 0 ? "check" : "check" + number, List.of());
            if (!table.constraints.containsKey(name)) {
                return name;
            }
        }
    }

    static void requireFreeName(Relation table, String name) {
        if (table.constraints.containsKey(name)) {
            throw new Refusal(
                    "42710", "constraint \"" + name + "\" for relation \"" + table.name + "\" already exists");
        }
    }

    /** Whether the rows of a table are known to have a value in a column. */
    static boolean proveNotNull(Relation table, String column) {
        return table.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.CHECK && each.valid() && each.enforced())
                .flatMap(each -> conditions(each.check().orElseThrow()).stream())
                .anyMatch(condition -> saysNotNull(condition, column));
    }

    /** The parts of an expression that all have to hold. */
    static List<Expression> conditions(Expression expression) {
        List<Expression> parts = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        Expression bare = expression.bare();
        int depth = 0;
        boolean between = false;
        for (Token token : bare.tokens()) {
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            if (depth == 0 && (token.isWord("OR") || token.isWord("CASE"))) {
                return List.of(bare);
            }
            between |= depth == 0 && token.isWord("BETWEEN");
            if (depth == 0 && token.isWord("AND") && !between) {
                parts.addAll(conditionsOf(current));
                current = new ArrayList<>();
            } else {
                between &= !(depth == 0 && token.isWord("AND"));
                current.add(token);
            }
        }
        if (parts.isEmpty()) {
            return List.of(bare);
        }
        parts.addAll(conditionsOf(current));
        return parts;
    }

    private static List<Expression> conditionsOf(List<Token> tokens) {
        return tokens.isEmpty() ? List.of() : conditions(new Expression(tokens));
    }

    private static boolean saysNotNull(Expression condition, String column) {
        List<Token> tokens = condition.bare().tokens();
        int words = tokens.size();
        boolean is = words == 4
                && tokens.get(1).isWord("IS")
                && tokens.get(2).isWord("NOT")
                && tokens.get(3).isWord("NULL");
        boolean old = words == 2 && tokens.get(1).isWord("NOTNULL");
        boolean bracketed = words == 6
                && tokens.get(0).isSign("(")
                && tokens.get(2).isSign(")")
                && tokens.get(3).isWord("IS")
                && tokens.get(4).isWord("NOT")
                && tokens.get(5).isWord("NULL");
        return ((is || old)
                        && tokens.get(0).value().equals(column)
                        && tokens.get(0).isName())
                || (bracketed && tokens.get(1).value().equals(column));
    }
}
