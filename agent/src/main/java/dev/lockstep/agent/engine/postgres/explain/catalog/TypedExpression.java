package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.catalog.TypedValues.Value;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads an expression by the strength of its operators, as the server does, for the type of its value. */
final class TypedExpression {
    /** What is written is beyond what is followed here: nothing is said of it. */
    private static final class Beyond extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Beyond() {
            super("", null, false, false);
        }
    }

    private final TypedValues values;
    private final Function<QualifiedName, Optional<TypeRef>> columns;
    private final Function<Expression.Call, Optional<TypeRef>> results;
    private TokenReader reader = TokenReader.over(List.of());
    private boolean lenient;

    /**
     * @param columns the type of a column by its name
     * @param results the type of a function's value
     * @param retyped the columns that are about to get other types
     */
    TypedExpression(
            Catalog catalog,
            Function<QualifiedName, Optional<TypeRef>> columns,
            Function<Expression.Call, Optional<TypeRef>> results,
            Map<String, TypeRef> retyped) {
        this.values = new TypedValues(catalog, retyped);
        this.columns = columns;
        this.results = results;
    }

    /** Takes an operator that nobody has for one that is not known here. */
    TypedExpression lenient() {
        lenient = true;
        return this;
    }

    /** The type of all of it, after the columns have theirs; empty when it cannot be told. */
    Optional<TypeRef> type(Expression expression) {
        reader = TokenReader.over(expression.tokens());
        try {
            Value value = value(0);
            return reader.atEnd() ? value.now() : Optional.empty();
        } catch (Beyond | SyntaxFailure unclear) {
            return Optional.empty();
        } catch (Refusal refused) {
            if (lenient) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Of the operators that have been found so far, and of the casts that they need. */
    char volatility() {
        return values.volatility();
    }

    private Value value(int power) {
        Value left = prefix();
        for (int next = power(); next > power; next = power()) {
            left = infix(left, next);
        }
        return left;
    }

    /** How strongly what comes next binds; 0 when the expression ends. */
    private int power() {
        Token token = reader.peek();
        if (token.isEnd() || token.isSign(")") || token.isSign("]") || token.isSign(",")) {
            return 0;
        }
        if (token.kind() == Token.Kind.SIGN) {
            return switch (token.text()) {
                case "<", ">", "=", "<=", ">=", "<>", "!=" -> 5;
                case "+", "-" -> 8;
                case "*", "/", "%" -> 9;
                case "^" -> 10;
                case "::", "[", "." -> 13;
                default -> 7;
            };
        }
        return switch (token.kind() == Token.Kind.WORD ? token.value() : "") {
            case "or" -> 1;
            case "and" -> 2;
            case "is", "isnull", "notnull" -> 4;
            case "between", "in", "like", "ilike", "similar" -> 6;
            case "not" -> reader.peek(1).isOneOf("between", "in", "like", "ilike", "similar") ? 6 : 0;
            case "at" -> 11;
            case "collate" -> 12;
            case "then", "else", "when", "end" -> 0;
            default -> throw new Beyond();
        };
    }

    private Value prefix() {
        Token token = reader.peek();
        if (reader.accept("NOT")) {
            values.requireTruth(value(3), "NOT");
            return Value.of(TypedValues.BOOL);
        }
        if (token.isSign("-") || token.isSign("+")) {
            reader.take();
            return value(12);
        }
        if (reader.accept("(")) {
            if (reader.atOneOf("SELECT", "WITH", "VALUES")) {
                throw new Beyond();
            }
            Value inner = value(0);
            if (!reader.accept(")")) {
                throw new Beyond();
            }
            return inner;
        }
        return switch (token.kind()) {
            case NUMBER -> {
                reader.take();
                yield Value.of(TypeRef.of(Expressions.numberType(token.text())));
            }
            case STRING -> {
                reader.take();
                yield new Value(
                        Optional.of(Operators.UNKNOWN),
                        Optional.of(Operators.UNKNOWN),
                        false,
                        Optional.of(token.value()));
            }
            case WORD, QUOTED -> word(token);
            default -> throw new Beyond();
        };
    }

    private Value word(Token token) {
        if (token.isOneOf("true", "false")) {
            reader.take();
            return Value.of(TypedValues.BOOL);
        }
        if (reader.accept("NULL")) {
            return Value.of(Operators.UNKNOWN);
        }
        if (reader.accept("CAST")) {
            return cast();
        }
        if (token.isOneOf("current_date", "current_timestamp")) {
            reader.take();
            return Value.of(TypeRef.of(token.isWord("current_date") ? "date" : "timestamptz"));
        }
        if (reader.at("ARRAY", "[")) {
            return array();
        }
        Optional<Value> constant = TypedConstant.take(reader).map(Value::of);
        if (constant.isPresent()) {
            return constant.get();
        }
        if (!token.isName() || token.isOneOf("case", "exists", "row", "array", "interval", "select", "any", "all")) {
            throw new Beyond();
        }
        return named();
    }

    /** A column, or a call. */
    private Value named() {
        List<Token> path = new ArrayList<>(List.of(reader.take()));
        while (reader.at(".") && reader.peek(1).isName()) {
            reader.take();
            path.add(reader.take());
        }
        String name = path.get(path.size() - 1).value();
        String before = path.size() > 1 ? path.get(path.size() - 2).value() : "";
        if (reader.at("(")) {
            return call(path, new QualifiedName(before, name));
        }
        if (reader.at(".")) {
            throw new Beyond();
        }
        return values.column(columns.apply(new QualifiedName(before, name)), name);
    }

    private Value call(List<Token> path, QualifiedName function) {
        List<Token> inside = reader.inBrackets();
        if (reader.atOneOf("OVER", "FILTER", "WITHIN")) {
            throw new Beyond();
        }
        TokenReader outer = reader;
        reader = TokenReader.over(inside);
        boolean plain = !inside.isEmpty()
                && inside.stream()
                        .noneMatch(each -> each.isOneOf(
                                "from", "select", "order", "distinct", "as", "for", "placing", "variadic"));
        List<Value> arguments = new ArrayList<>();
        while (plain && !reader.atEnd()) {
            arguments.add(value(0));
            if (!reader.accept(",")) {
                break;
            }
        }
        reader = outer;
        boolean choice = path.size() == 1 && path.get(0).isOneOf("coalesce", "greatest", "least", "nullif");
        if (choice) {
            return arguments.stream()
                    .filter(each -> each.was().filter(Operators::isUnknown).isEmpty())
                    .findFirst()
                    .map(each -> new Value(each.was(), each.now(), false, Optional.empty()))
                    .orElse(Value.unclear());
        }
        boolean changed = arguments.stream().anyMatch(each -> !each.was().equals(each.now()));
        if (changed) {
            return Value.unclear();
        }
        List<Token> words = new ArrayList<>(path.subList(path.size() - 1, path.size()));
        List<List<Token>> given = new Expression(concat(words, inside))
                .calls().stream().findFirst().map(Expression.Call::arguments).orElse(List.of());
        Optional<TypeRef> result = results.apply(new Expression.Call(function, given));
        return new Value(result, result, false, Optional.empty());
    }

    private static List<Token> concat(List<Token> name, List<Token> inside) {
        List<Token> all = new ArrayList<>(name);
        all.add(new Token(Token.Kind.SIGN, "(", "(", 0));
        all.addAll(inside);
        all.add(new Token(Token.Kind.SIGN, ")", ")", 0));
        return all;
    }

    private Value cast() {
        if (!reader.accept("(")) {
            throw new Beyond();
        }
        Value operand = value(0, "AS");
        Value cast = values.castTo(operand, TypeReader.read(reader));
        if (!reader.accept(")")) {
            throw new Beyond();
        }
        return cast;
    }

    private Value value(int power, String end) {
        TokenReader outer = reader;
        reader = TokenReader.over(outer.until(token -> token.isWord(end)));
        Value value = value(power);
        reader = outer;
        if (!reader.accept(end)) {
            throw new Beyond();
        }
        return value;
    }

    private Value array() {
        reader.take();
        reader.accept("[");
        Optional<TypeRef> element = Optional.empty();
        while (!reader.at("]")) {
            Value each = value(0);
            if (element.isEmpty() || element.filter(Operators::isUnknown).isPresent()) {
                element = each.now();
            }
            if (!reader.accept(",")) {
                break;
            }
        }
        if (!reader.accept("]")) {
            throw new Beyond();
        }
        return element.map(each -> Operators.isUnknown(each) ? TypeRef.of("text") : each)
                .filter(each -> !each.isArray())
                .map(each -> Value.of(new TypeRef(each.schema(), each.name(), List.of(), 1)))
                .orElse(Value.unclear());
    }

    private Value infix(Value left, int power) {
        Token token = reader.take();
        if (token.isSign("::")) {
            return values.castTo(left, TypeReader.read(reader));
        }
        if (token.isSign("[")) {
            return element(left);
        }
        if (token.isSign(".")) {
            throw new Beyond();
        }
        if (token.kind() == Token.Kind.SIGN) {
            if (reader.atOneOf("ANY", "ALL", "SOME")) {
                throw new Beyond();
            }
            Value right = value(power);
            return values.applied(token.text().equals("!=") ? "<>" : token.text(), left, right);
        }
        return switch (token.value()) {
            case "and", "or" -> {
                values.requireTruth(left, token.value());
                values.requireTruth(value(power), token.value());
                yield Value.of(TypedValues.BOOL);
            }
            case "collate" -> {
                reader.qualifiedName();
                yield left;
            }
            case "at" -> zoned(left);
            case "is" -> is(left);
            case "isnull", "notnull" -> Value.of(TypedValues.BOOL);
            case "not" -> compared(left, reader.take());
            default -> compared(left, token);
        };
    }

    private Value element(Value array) {
        boolean slice = false;
        while (!reader.at("]")) {
            if (reader.atEnd()) {
                throw new Beyond();
            }
            slice |= reader.take().isSign(":");
        }
        reader.take();
        boolean of = !slice && array.now().filter(TypeRef::isArray).isPresent();
        return of ? Value.of(array.now().orElseThrow().element()) : slice ? array : Value.unclear();
    }

    private Value zoned(Value time) {
        if (!reader.accept("TIME", "ZONE")) {
            throw new Beyond();
        }
        value(11);
        return values.zoned(time);
    }

    private Value is(Value left) {
        reader.accept("NOT");
        if (reader.accept("DISTINCT", "FROM")) {
            return values.applied("=", left, value(5));
        }
        if (!reader.atOneOf("NULL", "TRUE", "FALSE", "UNKNOWN")) {
            throw new Beyond();
        }
        reader.take();
        return Value.of(TypedValues.BOOL);
    }

    /** BETWEEN, IN and LIKE. */
    private Value compared(Value left, Token by) {
        switch (by.value()) {
            case "between" -> {
                reader.accept("SYMMETRIC");
                values.applied(">=", left, value(6));
                if (!reader.accept("AND")) {
                    throw new Beyond();
                }
                values.applied("<=", left, value(6));
            }
            case "in" -> {
                if (!reader.accept("(") || reader.atOneOf("SELECT", "WITH", "VALUES")) {
                    throw new Beyond();
                }
                do {
                    values.applied("=", left, value(0));
                } while (reader.accept(","));
                if (!reader.accept(")")) {
                    throw new Beyond();
                }
            }
            case "like" -> values.applied("~~", left, value(6));
            case "ilike" -> values.applied("~~*", left, value(6));
            default -> throw new Beyond();
        }
        return Value.of(TypedValues.BOOL);
    }
}
