package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The name that the server gives a value that nobody has named: of its column, its function, or the type that it is cast to. */
public final class ShownName {
    private ShownName() {}

    /** How well a name fits: that of a type gives way to none that comes from the value. */
    private record Found(String name, boolean strong) {}

    /** Empty for a value that gives none. */
    public static Optional<String> of(Expression value) {
        return find(value).map(Found::name);
    }

    private static Optional<Found> find(Expression value) {
        Expression bare = value.bare();
        Optional<TypeRef> type = bare.castTo();
        if (type.isPresent()) {
            return find(bare.castOperand())
                    .filter(Found::strong)
                    .or(() -> Optional.of(new Found(type.get().name(), false)));
        }
        List<Token> tokens = bare.tokens();
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        Token first = tokens.get(0);
        Token last = tokens.get(tokens.size() - 1);
        if (first.isWord("CASE") && last.isWord("END")) {
            return otherwise(tokens).filter(Found::strong).or(() -> Optional.of(new Found("case", false)));
        }
        if (last.isSign("]") && first.isWord("ARRAY")) {
            return Optional.of(new Found("array", true));
        }
        if (isInTimeZone(tokens)) {
            return Optional.of(new Found("timezone", true));
        }
        if (isOne(tokens)) {
            return ofOne(tokens);
        }
        return Optional.empty();
    }

    /** value AT TIME ZONE zone, and no operator that binds weaker. */
    private static boolean isInTimeZone(List<Token> tokens) {
        int depth = 0;
        boolean zoned = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            boolean operator = token.kind() == Token.Kind.SIGN && "()[],.::".indexOf(token.text()) < 0;
            if (depth == 0 && (operator || token.isOneOf("and", "or", "not", "is", "in", "like", "between"))) {
                return false;
            }
            zoned |= depth == 0
                    && i > 0
                    && token.isWord("ZONE")
                    && tokens.get(i - 1).isWord("TIME");
        }
        return zoned;
    }

    private static Optional<Found> otherwise(List<Token> tokens) {
        int depth = 0;
        for (int i = tokens.size() - 2; i > 0; i--) {
            depth += tokens.get(i).isWord("END") ? 1 : tokens.get(i).isWord("CASE") ? -1 : 0;
            if (depth == 0 && tokens.get(i).isWord("ELSE")) {
                return find(new Expression(tokens.subList(i + 1, tokens.size() - 1)));
            }
        }
        return Optional.empty();
    }

    /** A name, a name with points, or a name and one pair of brackets behind it. */
    private static boolean isOne(List<Token> tokens) {
        int depth = 0;
        boolean closed = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean opens = token.isSign("(") || token.isSign("[");
            boolean part = token.isName() || token.isSign(".");
            if (depth == 0 && ((!part && !opens) || (closed && !token.isSign("[") && !part))) {
                return false;
            }
            boolean apart =
                    depth == 0 && i > 0 && token.isName() && !tokens.get(i - 1).isSign(".");
            if (apart) {
                return false;
            }
            depth += opens ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            closed |= depth == 0 && !part;
        }
        return true;
    }

    private static Optional<Found> ofOne(List<Token> tokens) {
        String name = "";
        int depth = 0;
        for (Token token : tokens) {
            if (depth == 0 && token.isName()) {
                name = token.kind() == Token.Kind.QUOTED
                        ? token.value()
                        : token.value().toLowerCase(Locale.ROOT);
            }
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
        }
        return switch (name) {
            case "" -> Optional.empty();
            case "true", "false" -> Optional.of(new Found("bool", false));
            case "null" -> Optional.empty();
            default -> Optional.of(new Found(name, true));
        };
    }
}
