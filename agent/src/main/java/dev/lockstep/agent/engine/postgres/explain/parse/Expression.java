package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An SQL expression, as the run of its tokens.
 *
 * @param tokens without the end
 */
public record Expression(List<Token> tokens) {

    public Expression {
        tokens = List.copyOf(tokens);
    }

    /** Reads and checks an expression up to where it ends. */
    public static Expression of(List<Token> tokens, Token after) {
        ExpressionSyntax.check(tokens, after);
        return new Expression(tokens);
    }

    /** A call of a function. */
    public record Call(QualifiedName function, List<List<Token>> arguments) {}

    /** As it is written, with one space between tokens. */
    public String text() {
        StringBuilder text = new StringBuilder();
        Token before = null;
        for (Token token : tokens) {
            if (before != null && before.end() < token.at()) {
                text.append(' ');
            }
            text.append(token.text());
            before = token;
        }
        return text.toString();
    }

    /** Without brackets around all of it. */
    public Expression bare() {
        List<Token> inner = tokens;
        while (inner.size() >= 2 && inner.get(0).isSign("(") && partnerOfFirst(inner) == inner.size() - 1) {
            inner = inner.subList(1, inner.size() - 1);
        }
        return new Expression(inner);
    }

    private static int partnerOfFirst(List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).isSign("(") ? 1 : tokens.get(i).isSign(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it is the constant NULL, cast or not. */
    public boolean isNull() {
        List<Token> inner = bare().tokens();
        return !inner.isEmpty()
                && inner.get(0).isWord("NULL")
                && (inner.size() == 1 || inner.get(1).isSign("::"));
    }

    /** Whether a query stands in it. */
    public boolean hasQuery() {
        return tokens.stream().anyMatch(token -> token.isWord("SELECT"));
    }

    /** Names that stand where a column can stand, in the order of their places, each with the name in front of it when there is one. */
    public List<QualifiedName> columnNames() {
        List<QualifiedName> names = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isColumnAt(i)) {
                boolean qualified = i >= 2 && tokens.get(i - 1).isSign(".");
                names.add(new QualifiedName(
                        qualified ? tokens.get(i - 2).value() : "",
                        tokens.get(i).value()));
            }
        }
        return names;
    }

    private boolean isColumnAt(int i) {
        Token token = tokens.get(i);
        if (!Keywords.canBeColumn(token) || isOfType(i) || isOperator(i)) {
            return false;
        }
        Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : new Token(Token.Kind.END, "", "", 0);
        Token before = i > 0 ? tokens.get(i - 1) : next;
        boolean field = i > 0
                && tokens.get(i - 1).isSign(".")
                && i > 1
                && tokens.get(i - 2).isSign(")");
        return !next.isSign("(")
                && !next.isSign(".")
                && next.kind() != Token.Kind.STRING
                && !before.isWord("COLLATE")
                && !field
                && !isFieldOfExtract(i)
                && !isTimeZoneWord(token, next);
    }

    /** A word behind a value joins it with the next one: x BETWEEN …, x AT TIME ZONE …, '1' DAY. */
    private boolean isOperator(int i) {
        if (i == 0 || tokens.get(i).kind() == Token.Kind.QUOTED) {
            return false;
        }
        Token before = tokens.get(i - 1);
        boolean value = before.isSign(")")
                || before.isSign("]")
                || before.kind() == Token.Kind.NUMBER
                || before.kind() == Token.Kind.STRING;
        boolean column = Keywords.canBeColumn(before) && !(i >= 2 && isOperator(i - 1));
        boolean zone = before.isOneOf("time", "at") && tokens.get(i).isOneOf("time", "zone", "local");
        return value
                || column
                || zone
                || before.isOneOf("end", "null", "true", "false", "current_timestamp", "current_date");
    }

    private static boolean isTimeZoneWord(Token token, Token next) {
        return token.isOneOf("double", "character") && next.isOneOf("precision", "varying");
    }

    private boolean isFieldOfExtract(int i) {
        return i >= 2 && tokens.get(i - 1).isSign("(") && tokens.get(i - 2).isWord("EXTRACT");
    }

    /** Whether a word belongs to the name of a type, behind :: or in CAST (… AS …). */
    private boolean isOfType(int i) {
        int here = i;
        while (here > 0
                && (tokens.get(here - 1).isName() || tokens.get(here - 1).isSign("."))
                && !tokens.get(here - 1).isWord("AS")
                && !isOperatorWord(tokens.get(here - 1))) {
            here--;
        }
        return here > 0
                && (tokens.get(here - 1).isSign("::") || (tokens.get(here - 1).isWord("AS") && isCast(here - 1)));
    }

    private static boolean isOperatorWord(Token token) {
        return token.isOneOf(
                "and", "or", "not", "is", "in", "like", "ilike", "between", "then", "else", "when", "collate", "at");
    }

    private boolean isCast(int as) {
        int depth = 0;
        for (int i = as; i > 0; i--) {
            depth += tokens.get(i).isSign(")") ? 1 : tokens.get(i).isSign("(") ? -1 : 0;
            if (depth < 0) {
                return tokens.get(i - 1).isWord("CAST");
            }
        }
        return false;
    }

    /** The columns of a set that it uses. */
    public Set<String> columnsOf(Collection<String> known) {
        Set<String> used = new LinkedHashSet<>();
        for (QualifiedName name : columnNames()) {
            if (known.contains(name.name())) {
                used.add(name.name());
            } else if (!name.schema().isEmpty() && known.contains(name.schema())) {
                used.add(name.schema());
            }
        }
        return used;
    }

    /** Without what stands in brackets that begin with SELECT. */
    public Expression withoutQueries() {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            kept.add(tokens.get(i));
            boolean query = i + 1 < tokens.size()
                    && tokens.get(i).isSign("(")
                    && tokens.get(i + 1).isWord("SELECT");
            if (query) {
                i += partnerOfFirst(tokens.subList(i, tokens.size())) - 1;
            }
        }
        return new Expression(kept);
    }

    /** The functions that it calls. */
    public List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isName() && tokens.get(i + 1).isSign("(") && !isOfType(i) && isCallable(token)) {
                boolean qualified = i >= 2 && tokens.get(i - 1).isSign(".");
                QualifiedName name =
                        new QualifiedName(qualified ? tokens.get(i - 2).value() : "", token.value());
                calls.add(new Call(name, arguments(i + 1)));
            }
        }
        return calls;
    }

    private static boolean isCallable(Token token) {
        return !Keywords.isReserved(token)
                && !token.isOneOf(
                        "coalesce",
                        "nullif",
                        "greatest",
                        "least",
                        "row",
                        "exists",
                        "extract",
                        "position",
                        "overlay",
                        "trim",
                        "substring",
                        "interval",
                        "operator",
                        "varchar",
                        "numeric",
                        "decimal",
                        "bpchar",
                        "time",
                        "timestamp",
                        "values",
                        "within",
                        "filter",
                        "over",
                        "grouping",
                        "rollup",
                        "cube",
                        "sets",
                        "between",
                        "is",
                        "like",
                        "ilike",
                        "isnull");
    }

    private List<List<Token>> arguments(int bracket) {
        List<List<Token>> arguments = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        int depth = 0;
        for (int i = bracket; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            if (i > bracket && depth == 1 && token.isSign(",")) {
                arguments.add(current);
                current = new ArrayList<>();
            } else if (i > bracket) {
                current.add(token);
            }
        }
        if (!current.isEmpty()) {
            arguments.add(current);
        }
        return arguments;
    }

    /** A cast that is part of it, or all of it. */
    public record Cast(Expression operand, TypeRef type) {}

    /** The type that all of it is cast to, by :: or CAST; empty when the outermost is something else. */
    public Optional<TypeRef> castTo() {
        return outermostCast().map(Cast::type);
    }

    /** What is cast to {@link #castTo}; all of it when nothing is. */
    public Expression castOperand() {
        return outermostCast().map(Cast::operand).orElse(this);
    }

    private Optional<Cast> outermostCast() {
        List<Token> inner = bare().tokens();
        if (inner.size() > 4
                && inner.get(0).isWord("CAST")
                && partnerOfFirst(inner.subList(1, inner.size())) == inner.size() - 2) {
            return cast(inner.subList(2, inner.size() - 1), "AS");
        }
        return cast(inner, "::")
                .filter(found -> castOperandIsAll(found.operand().tokens()));
    }

    /** What is in front of the last such word or sign outside of brackets is cast to what is behind it. */
    private static Optional<Cast> cast(List<Token> tokens, String by) {
        int depth = 0;
        for (int i = tokens.size() - 1; i > 0; i--) {
            Token token = tokens.get(i);
            depth += token.isSign(")") || token.isSign("]") ? 1 : token.isSign("(") || token.isSign("[") ? -1 : 0;
            if (depth == 0 && (token.isSign(by) || token.isWord(by))) {
                Expression operand = new Expression(tokens.subList(0, i));
                return typeOf(tokens.subList(i + 1, tokens.size())).map(type -> new Cast(operand, type));
            }
        }
        return Optional.empty();
    }

    /** Every cast in it, at whatever depth. */
    public List<Cast> casts() {
        List<Cast> casts = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSign("::")) {
                int end = endOfType(i + 1);
                cast(tokens.subList(startOfValue(i), end), "::").ifPresent(casts::add);
            } else if (tokens.get(i).isWord("CAST") && i + 1 < tokens.size()) {
                int last = i + 1 + partnerOfFirst(tokens.subList(i + 1, tokens.size()));
                if (last > i + 1) {
                    cast(tokens.subList(i + 2, last), "AS").ifPresent(casts::add);
                }
            }
        }
        return casts;
    }

    /** The values of each EXTRACT (… FROM value). */
    public List<Expression> extractedFrom() {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("EXTRACT") && tokens.get(i + 1).isSign("(")) {
                TokenReader reader = TokenReader.over(tokens.subList(i + 2, tokens.size()));
                reader.until(token -> token.isWord("FROM"));
                if (reader.accept("FROM")) {
                    values.add(new Expression(reader.until(token -> false)));
                }
            }
        }
        return values;
    }

    private int endOfType(int start) {
        TokenReader reader = TokenReader.over(tokens.subList(start, tokens.size()));
        try {
            TypeReader.read(reader);
            return start + reader.taken();
        } catch (SyntaxFailure noType) {
            return start;
        }
    }

    /** The first token of the value that ends in front of a place. */
    private int startOfValue(int end) {
        int start = end - 1;
        int depth = 0;
        while (start > 0) {
            Token token = tokens.get(start);
            depth += token.isSign(")") || token.isSign("]") ? 1 : token.isSign("(") || token.isSign("[") ? -1 : 0;
            Token before = tokens.get(start - 1);
            boolean goesOn = depth > 0
                    || token.isSign("::")
                    || before.isSign("::")
                    || before.isSign(".")
                    || token.isSign(".")
                    || (token.isSign("(") && before.isName() && !isOperatorWord(before))
                    || token.isSign("[");
            if (!goesOn) {
                return start;
            }
            start--;
        }
        return start;
    }

    /** A cast binds stronger than any operator. */
    private static boolean castOperandIsAll(List<Token> operand) {
        int depth = 0;
        for (Token token : operand) {
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            boolean operator = token.kind() == Token.Kind.SIGN && "()[],.::".indexOf(token.text()) < 0;
            if (depth == 0 && (operator || isOperatorWord(token))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<TypeRef> typeOf(List<Token> tokens) {
        try {
            TokenReader reader = TokenReader.over(tokens);
            TypeRef type = TypeReader.read(reader);
            return reader.atEnd() ? Optional.of(type) : Optional.empty();
        } catch (SyntaxFailure noType) {
            return Optional.empty();
        }
    }
}
