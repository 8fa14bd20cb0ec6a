package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What can be known of an expression without running it. */
public final class Expressions {
    private static final String SIGNS_OF_TRUTH = " < > = <= >= <> != ~ ~* !~ !~* && @> <@ ";

    /** Of pgcrypto, uuid-ossp, hstore and pg_trgm: what says the same for the same arguments. */
    private static final Set<String> STEADY_OF_EXTENSIONS = Set.of(
            "digest",
            "hmac",
            "crypt",
            "uuid_nil",
            "uuid_ns_dns",
            "uuid_ns_url",
            "uuid_ns_oid",
            "uuid_ns_x500",
            "uuid_generate_v3",
            "uuid_generate_v5",
            "hstore",
            "similarity");

    /** Where several functions would do, the one that takes such a type is called. */
    private static final Set<String> PREFERRED =
            Set.of("timestamptz", "text", "float8", "interval", "bool", "inet", "varbit", "oid");

    private final Catalog catalog;
    private final Types types;

    public Expressions(Catalog catalog) {
        this.catalog = catalog;
        this.types = new Types(catalog);
    }

    /** How changeable it is: i, s or v. */
    public char volatility(Expression expression, Collection<Column> columns) {
        return new Volatility(catalog).of(expression, columns);
    }

    /** How changeable a cast is; an array and what is none are converted by way of text. */
    public char castVolatility(TypeRef from, TypeRef to) {
        TypeRef source = types.base(from);
        TypeRef target = types.base(to);
        return source.isArray() == target.isArray() ? new Volatility(catalog).castVolatility(source, target) : 's';
    }

    /** Whether nothing is known that would forbid it in an index, a key of partitions or a generated column. */
    public boolean mayBeImmutable(Expression expression, Collection<Column> columns) {
        return new Volatility(catalog).mayBeImmutable(expression, columns);
    }

    /** Refuses columns that none of the tables has, and functions that nobody has. */
    public void check(Expression expression, List<Relation> tables) {
        for (QualifiedName name : expression.columnNames()) {
            boolean known = tables.stream()
                    .anyMatch(table -> table.column(name.name()).isPresent()
                            || table.name.equals(name.name())
                            || isSystemColumn(name.name()));
            boolean elsewhere =
                    !name.schema().isEmpty() && tables.stream().noneMatch(table -> table.name.equals(name.schema()));
            if (elsewhere && !expression.hasQuery()) {
                throw new Refusal("42P01", "missing FROM-clause entry for table \"" + name.schema() + "\"");
            }
            if (!known && !expression.hasQuery()) {
                throw new Refusal("42703", "column \"" + name.name() + "\" does not exist");
            }
        }
        checkFunctions(expression);
    }

    /** Refuses functions that nobody has. */
    public void checkFunctions(Expression expression) {
        for (Expression.Call call : expression.calls()) {
            boolean isType = catalog.builtIns().type(call.function().name()).isPresent()
                    || types.user(TypeRef.of(call.function().name())).isPresent();
            if (!isType && !isKnown(call) && !catalog.mayHaveMoreFunctions()) {
                throw new Refusal("42883", "function " + call.function().text() + "() does not exist");
            }
        }
    }

    /** Refuses functions over many rows. */
    public void refuseAggregates(Expression expression, String where) {
        if (hasAggregate(expression)) {
            throw new Refusal("42803", "aggregate functions are not allowed in " + where);
        }
    }

    /** Whether it calls a function over several rows, outside of queries inside of it. */
    public boolean hasAggregate(Expression expression) {
        return expression.withoutQueries().calls().stream()
                .map(call -> catalog.builtIns().functions(call.function().name()))
                .anyMatch(found -> found.stream().anyMatch(each -> each.kind() == 'a')
                        && found.stream().noneMatch(each -> each.kind() == 'f'));
    }

    /** Refuses operators that there are not for what they stand between, and constants that are no values. */
    public void requireOperators(Expression expression, Collection<Column> columns) {
        requireSense(expression, columns);
        typed(columns, Map.of()).type(expression);
    }

    /** The same for columns that go by names of their own. */
    public void requireOperators(
            Expression expression, Function<QualifiedName, Optional<TypeRef>> byName, Collection<Column> columns) {
        new TypedExpression(catalog, byName, call -> resultOf(call, columns), Map.of()).type(expression);
    }

    /**
     * Refuses what an expression that is kept would say once a column has another type.
     *
     * @return how changeable its operators then are
     */
    public char requireKept(Expression expression, Collection<Column> columns, String name, TypeRef type) {
        TypedExpression typed = typed(columns, Map.of(name, type));
        typed.type(expression);
        return typed.volatility();
    }

    /** Refuses an operator by which an index of a method cannot keep rows apart. */
    public void requireExclusion(String operator, String method, TypeRef column) {
        new Operators(catalog).requireExclusion(operator, method, column);
    }

    TypedExpression typed(Collection<Column> columns, Map<String, TypeRef> retyped) {
        return new TypedExpression(
                catalog,
                name -> columns.stream()
                        .filter(column -> column.name().equals(name.name()))
                        .map(Column::type)
                        .findFirst(),
                call -> resultOf(call, columns),
                retyped);
    }

    /** Refuses functions that there are not for the types of the columns. */
    public void requireSense(Expression expression, Collection<Column> columns) {
        for (Expression.Call call : expression.calls()) {
            List<BuiltIns.Function> all = catalog
                    .builtIns()
                    .functions(call.function().name())
                    .stream()
                    .filter(each -> each.takes(call.arguments().size()))
                    .toList();
            for (int i = 0; i < call.arguments().size(); i++) {
                int place = i;
                Optional<TypeRef> argument =
                        type(new Expression(call.arguments().get(i)), columns).map(types::base);
                boolean fits = argument.isEmpty()
                        || argument.get().name().equals("unknown")
                        || all.isEmpty()
                        || all.stream()
                                .anyMatch(each -> place >= each.arguments().size()
                                        || mayBe(each.arguments().get(place), argument.get())
                                        || each.arguments().get(place).startsWith("_")
                                        || each.variadic()
                                        || types.implicit(
                                                argument.get(),
                                                TypeRef.of(each.arguments().get(place))));
                if (!fits) {
                    throw new Refusal(
                            "42883",
                            "function " + call.function().name() + "("
                                    + argument.get().shown() + ") does not exist");
                }
            }
        }
    }

    /** Whether a value may be given for one of the types that stand for several. */
    private boolean mayBe(String taken, TypeRef given) {
        Optional<UserType.Kind> made = types.user(given).map(UserType::kind);
        return switch (taken) {
            case "anyarray", "anycompatiblearray" -> given.isArray();
            case "anyenum" -> made.filter(each -> each == UserType.Kind.ENUM).isPresent();
            case "anyrange", "anymultirange", "anycompatiblerange", "anycompatiblemultirange" ->
                given.name().endsWith("range")
                        || made.filter(each -> each == UserType.Kind.OTHER).isPresent();
            case "record" ->
                given.name().equals("record")
                        || made.filter(each -> each == UserType.Kind.COMPOSITE).isPresent();
            default -> taken.startsWith("any");
        };
    }

    private boolean isKnown(Expression.Call call) {
        int count = call.arguments().size();
        boolean star = count == 1 && call.arguments().get(0).stream().anyMatch(token -> token.isSign("*"));
        return star
                || catalog.builtIns().functions(call.function().name()).stream().anyMatch(each -> each.takes(count))
                || user(call).isPresent();
    }

    Optional<FunctionFacts> user(Expression.Call call) {
        int count = call.arguments().size();
        return catalog.functions.stream()
                .filter(each -> each.name().equals(call.function().name()))
                .filter(each -> call.function().schema().isEmpty()
                        ? catalog.searchPath.contains(each.schema())
                        : each.schema().equals(call.function().schema()))
                .filter(each -> count <= each.arguments().size()
                        && count >= each.arguments().size() - each.defaults())
                .findFirst();
    }

    /** With the schema of each function that statements have made, so that another search path does not lose it. */
    public Expression resolved(Expression expression) {
        List<Token> tokens = new ArrayList<>();
        List<Expression.Call> calls = expression.calls();
        for (int i = 0; i < expression.tokens().size(); i++) {
            Token token = expression.tokens().get(i);
            boolean called = i + 1 < expression.tokens().size()
                    && expression.tokens().get(i + 1).isSign("(");
            Optional<FunctionFacts> made = called
                    ? calls.stream()
                            .filter(call -> call.function().schema().isEmpty()
                                    && call.function().name().equals(token.value()))
                            .flatMap(call -> user(call).stream())
                            .filter(each -> !each.schema().equals("public"))
                            .findFirst()
                    : Optional.empty();
            made.ifPresent(each -> {
                tokens.add(new Token(Token.Kind.QUOTED, Catalog.quoted(each.schema()), each.schema(), token.at()));
                tokens.add(new Token(Token.Kind.SIGN, ".", ".", token.at()));
            });
            tokens.add(token);
        }
        return new Expression(tokens);
    }

    public static boolean isSystemColumn(String name) {
        return List.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid").contains(name);
    }

    /** Whether only an extension can have brought it. Nothing is known of those but what the well-known ones say: the others may be anything. */
    boolean isForeign(Expression.Call call) {
        String name = call.function().name();
        boolean type = catalog.builtIns().type(name).isPresent()
                || types.user(TypeRef.of(name)).isPresent();
        return !type && catalog.mayHaveMoreFunctions() && !STEADY_OF_EXTENSIONS.contains(name);
    }

    List<BuiltIns.Function> matching(Expression.Call call, Collection<Column> columns) {
        List<BuiltIns.Function> all = catalog
                .builtIns()
                .functions(call.function().name())
                .stream()
                .filter(each -> each.takes(call.arguments().size()))
                .toList();
        List<BuiltIns.Function> exact = new ArrayList<>(all);
        for (int i = 0; i < call.arguments().size(); i++) {
            int place = i;
            Optional<TypeRef> argument =
                    type(new Expression(call.arguments().get(i)), columns).map(types::base);
            argument.filter(each -> !each.name().equals("unknown"))
                    .ifPresent(each -> exact.removeIf(function -> place
                                    < function.arguments().size()
                            && !function.arguments().get(place).startsWith("any")
                            && !types.implicit(
                                    each, TypeRef.of(function.arguments().get(place)))));
            List<BuiltIns.Function> same = exact.stream()
                    .filter(function -> place < function.arguments().size()
                            && argument.map(TypeRef::key)
                                    .equals(Optional.of(function.arguments().get(place))))
                    .toList();
            List<BuiltIns.Function> preferred = exact.stream()
                    .filter(function -> place < function.arguments().size()
                            && PREFERRED.contains(function.arguments().get(place)))
                    .toList();
            boolean known = argument.isPresent() && !argument.get().name().equals("unknown");
            if (!same.isEmpty()) {
                exact.retainAll(same);
            } else if (known && !preferred.isEmpty()) {
                exact.retainAll(preferred);
            }
        }
        return exact.isEmpty() ? all : exact;
    }

    /** The type of its value; empty when that cannot be told. A constant in quotes has the type "unknown". */
    public Optional<TypeRef> type(Expression expression, Collection<Column> columns) {
        Expression bare = expression.bare();
        List<Token> tokens = bare.tokens();
        Optional<TypeRef> cast = bare.castTo();
        if (cast.isPresent()) {
            return cast;
        }
        if (tokens.size() == 1) {
            return ofOne(tokens.get(0), columns);
        }
        if (tokens.size() == 2 && (tokens.get(0).isSign("-") || tokens.get(0).isSign("+"))) {
            return ofOne(tokens.get(1), columns);
        }
        if (tokens.size() == 2 && tokens.get(0).isName() && tokens.get(1).kind() == Token.Kind.STRING) {
            return Optional.of(dev.lockstep.agent.engine.postgres.explain.parse.TypeReader.read(
                    dev.lockstep.agent.engine.postgres.explain.parse.TokenReader.over(tokens.subList(0, 1))));
        }
        if (isOfTruth(tokens)) {
            return Optional.of(TypeRef.of("bool"));
        }
        List<Expression.Call> calls = bare.calls();
        boolean onlyCall = !calls.isEmpty() && tokens.get(tokens.size() - 1).isSign(")") && isOneCall(tokens);
        return onlyCall
                ? resultOf(calls.get(0), columns)
                : typed(columns, Map.of()).lenient().type(bare);
    }

    private static boolean isOneCall(List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).isSign("(") ? 1 : tokens.get(i).isSign(")") ? -1 : 0;
            boolean head = i < 3 && (tokens.get(i).isName() || tokens.get(i).isSign("."));
            if (depth == 0 && i + 1 < tokens.size() && !head) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfTruth(List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            boolean comparison = token.kind() == Token.Kind.SIGN && SIGNS_OF_TRUTH.contains(" " + token.text() + " ");
            if (depth == 0
                    && (comparison || token.isOneOf("and", "or", "not", "is", "in", "like", "ilike", "between"))) {
                return true;
            }
            if (depth == 0 && token.isOneOf("case")) {
                return false;
            }
        }
        return false;
    }

    private Optional<TypeRef> ofOne(Token token, Collection<Column> columns) {
        return switch (token.kind()) {
            case NUMBER -> Optional.of(TypeRef.of(numberType(token.text())));
            case STRING -> Optional.of(TypeRef.of("unknown"));
            case WORD, QUOTED -> ofWord(token, columns);
            default -> Optional.empty();
        };
    }

    static String numberType(String number) {
        if (!number.chars().allMatch(Character::isDigit)) {
            return "numeric";
        }
        return number.length() < 10 ? "int4" : number.length() < 19 ? "int8" : "numeric";
    }

    private static Optional<TypeRef> ofWord(Token token, Collection<Column> columns) {
        if (token.isOneOf("true", "false")) {
            return Optional.of(TypeRef.of("bool"));
        }
        if (token.isWord("null")) {
            return Optional.of(TypeRef.of("unknown"));
        }
        if (token.isWord("current_timestamp")) {
            return Optional.of(TypeRef.of("timestamptz"));
        }
        if (token.isWord("current_date")) {
            return Optional.of(TypeRef.of("date"));
        }
        return columns.stream()
                .filter(column -> column.name().equals(token.value()))
                .map(Column::type)
                .findFirst();
    }

    private Optional<TypeRef> resultOf(Expression.Call call, Collection<Column> columns) {
        Optional<FunctionFacts> user = user(call);
        if (user.isPresent()) {
            return Optional.of(user.get().result());
        }
        List<String> results = matching(call, columns).stream()
                .map(BuiltIns.Function::result)
                .distinct()
                .toList();
        boolean plain = results.size() == 1
                && !results.get(0).startsWith("any")
                && !results.get(0).startsWith("_");
        return plain ? Optional.of(TypeRef.of(results.get(0))) : Optional.empty();
    }
}
