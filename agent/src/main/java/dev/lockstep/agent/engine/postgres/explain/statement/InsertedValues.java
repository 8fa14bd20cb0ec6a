package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an INSERT gives: no value where only the server gives one, and no function that nobody has. */
final class InsertedValues {
    private final Catalog catalog;
    private final List<Column> columns;
    private final boolean named;
    private final Set<String> outer;

    /**
     * @param named the columns that the statement names; none for all
     * @param outer names that a WITH around it has given
     */
    InsertedValues(Catalog catalog, Relation table, List<String> named, Set<String> outer) {
        this.outer = outer;
        this.catalog = catalog;
        this.named = !named.isEmpty();
        this.columns = named.isEmpty()
                ? table.columns
                : named.stream().flatMap(each -> table.column(each).stream()).toList();
    }

    /** @param rest what stands behind the table's name */
    void check(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        if (reader.at("(") && !reader.peek(1).isOneOf("select", "with", "values")) {
            reader.inBrackets();
        }
        boolean overriding = reader.accept("OVERRIDING");
        boolean ofUser = overriding && reader.at("USER");
        if (overriding) {
            reader.take();
            reader.expect("VALUE");
        }
        if (reader.at("SELECT")) {
            List<Token> query = reader.until(token -> token.isOneOf("RETURNING", "CONFLICT"));
            if (reader.atEnd()) {
                new QueryColumns(catalog, new Query(catalog, query, outer)).check();
            }
            columns.stream().limit(named ? columns.size() : 1).forEach(each -> refuseGiven(each, overriding, ofUser));
        }
        if (reader.accept("VALUES")) {
            do {
                if (!reader.at("(")) {
                    return;
                }
                row(values(TokenReader.over(reader.inBrackets())), overriding, ofUser);
            } while (reader.accept(","));
        }
    }

    private void requireType(Expression value, Column column) {
        Types types = new Types(catalog);
        new Expressions(catalog)
                .type(value, List.of())
                .filter(each -> !each.name().equals("unknown") && !each.name().equals("?"))
                .filter(each -> !types.assignable(each, column.type()))
                .ifPresent(each -> {
                    throw new Refusal(
                            "42804",
                            "column \"" + column.name() + "\" is of type "
                                    + column.type().shown() + " but expression is of type " + each.shown());
                });
    }

    private static List<List<Token>> values(TokenReader row) {
        List<List<Token>> values = new ArrayList<>();
        do {
            values.add(row.until(token -> token.isSign(",")));
        } while (row.accept(","));
        return values;
    }

    private void refuseGiven(Column column, boolean overriding, boolean ofUser) {
        boolean numbered =
                column.generation() == Generation.IDENTITY_ALWAYS && (!overriding || ofUser && !catalog.isFrom(13));
        boolean computed = column.generation().isComputed() && !ofUser;
        if (numbered || computed) {
            boolean early = computed && !catalog.isFrom(14);
            throw new Refusal(
                    early ? "42601" : "428C9",
                    "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"");
        }
    }

    private void row(List<List<Token>> values, boolean overriding, boolean ofUser) {
        if (values.size() > columns.size() || named && values.size() < columns.size()) {
            throw new Refusal("42601", "INSERT has not as many expressions as target columns");
        }
        for (int i = 0; i < values.size(); i++) {
            List<Token> value = values.get(i);
            boolean byDefault = value.size() == 1 && value.get(0).isWord("DEFAULT");
            Column column = columns.get(i);
            if (!byDefault) {
                refuseGiven(column, overriding, ofUser);
            }
            Expression expression = new Expression(value);
            if (!byDefault && !expression.hasQuery()) {
                new Expressions(catalog).checkFunctions(expression);
                requireType(expression, column);
            }
        }
    }
}
