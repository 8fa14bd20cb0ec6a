package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.ExpressionReader;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How changeable an expression is: i for immutable, s for stable, v for volatile, the later the worse. */
final class Volatility {
    private final Catalog catalog;
    private final Types types;
    private final Expressions expressions;

    Volatility(Catalog catalog) {
        this.catalog = catalog;
        this.types = new Types(catalog);
        this.expressions = new Expressions(catalog);
    }

    /** The most changeable thing in it: v, s or i. */
    char of(Expression expression, Collection<Column> columns) {
        char worst = 'i';
        for (Expression.Call call : expression.calls()) {
            worst = worse(worst, ofCall(call, columns));
        }
        for (Token token : expression.tokens()) {
            boolean ofSession = token.isOneOf(
                    "current_timestamp",
                    "current_date",
                    "current_time",
                    "localtime",
                    "localtimestamp",
                    "current_user",
                    "session_user",
                    "user",
                    "current_role",
                    "current_catalog",
                    "current_schema");
            worst = ofSession ? worse(worst, 's') : worst;
        }
        TypedExpression typed = expressions.typed(columns, Map.of()).lenient();
        typed.type(expression);
        worst = worse(worst, typed.volatility());
        for (Expression from : expression.extractedFrom()) {
            boolean zoned = expressions
                    .type(from, columns)
                    .filter(each -> each.key().equals("timestamptz"))
                    .isPresent();
            worst = zoned ? worse(worst, 's') : worst;
        }
        for (Expression.Cast cast : expression.casts()) {
            Optional<TypeRef> operand = expressions.type(cast.operand(), columns);
            worst = operand.isPresent() ? worse(worst, castVolatility(operand.get(), cast.type())) : worst;
        }
        return worst;
    }

    /** Whether nothing is known that would forbid it in an index, a key of partitions or a generated column. */
    boolean mayBeImmutable(Expression expression, Collection<Column> columns) {
        return of(expression, columns) == 'i'
                || expression.calls().stream()
                        .anyMatch(each -> expressions.isForeign(each)
                                && expressions.matching(each, columns).isEmpty()
                                && expressions.user(each).isEmpty());
    }

    static char worse(char one, char other) {
        return "isv".indexOf(one) > "isv".indexOf(other) ? one : other;
    }

    char castVolatility(TypeRef from, TypeRef to) {
        if (from.name().equals("unknown") || types.sameType(from, to)) {
            return 'i';
        }
        Optional<BuiltIns.Cast> cast = catalog.builtIns().cast(from.name(), to.name());
        if (cast.isPresent() && cast.get().method() != 'i') {
            return cast.get().volatility();
        }
        if (types.isForeign(from) || types.isForeign(to)) {
            return 'i'; // of an extension, whose functions are taken on trust
        }
        char out = catalog.builtIns()
                .type(from.name())
                .map(BuiltIns.Type::outputVolatility)
                .orElse('s');
        char in = catalog.builtIns()
                .type(to.name())
                .map(BuiltIns.Type::inputVolatility)
                .orElse('s');
        return worse(out, in);
    }

    private char ofCall(Expression.Call call, Collection<Column> columns) {
        Optional<FunctionFacts> user = expressions.user(call);
        if (user.isPresent()) {
            return inlined(user.get());
        }
        List<BuiltIns.Function> matching = expressions.matching(call, columns);
        char best = 'v';
        for (BuiltIns.Function each : matching) {
            best = worse(best, each.volatility()) == best ? each.volatility() : best;
        }
        if (matching.size() == 1) {
            return worse(best, ofArguments(call, matching.get(0), columns));
        }
        return matching.isEmpty() && !expressions.isForeign(call) ? 'i' : best;
    }

    /** Arguments are cast to what the function takes, a date to timestamptz for example. */
    private char ofArguments(Expression.Call call, BuiltIns.Function function, Collection<Column> columns) {
        char worst = 'i';
        for (int i = 0;
                i < Math.min(call.arguments().size(), function.arguments().size());
                i++) {
            String taken = function.arguments().get(i);
            Optional<TypeRef> given = expressions
                    .type(new Expression(call.arguments().get(i)), columns)
                    .map(types::base);
            if (given.isPresent()
                    && catalog.builtIns().cast(given.get().name(), taken).isPresent()) {
                worst = worse(worst, castVolatility(given.get(), TypeRef.of(taken)));
            }
        }
        return worst;
    }

    /** A call of a simple function in SQL is replaced by what it says, when that is not more changeable than the function claims. */
    private char inlined(FunctionFacts function) {
        if (function.body().isEmpty()) {
            return function.volatility();
        }
        try {
            char inside = of(ExpressionReader.read(function.body()), List.of());
            return worse(inside, function.volatility()) == function.volatility() ? inside : function.volatility();
        } catch (SyntaxFailure noExpression) {
            return function.volatility();
        }
    }
}
