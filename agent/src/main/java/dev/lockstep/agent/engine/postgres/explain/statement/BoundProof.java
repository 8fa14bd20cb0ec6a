package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Bound;
import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether check constraints prove which rows a table holds, so that nobody has to look. Knows the shapes that people write, on a key of one column. */
final class BoundProof {

    /** A comparison of the key with a constant. */
    private record Comparison(String sign, List<String> values) {}

    private BoundProof() {}

    /** Whether every row of a table fits the bound. */
    static boolean holds(Catalog catalog, Relation parent, Relation table, Bound bound) {
        if (!table.hasRows()) {
            return true;
        }
        String key = keyOf(parent);
        boolean neverNull = table.column(key).map(Column::notNull).orElse(false) || Checks.proveNotNull(table, key);
        List<Comparison> known = comparisons(table, key);
        return switch (bound.kind()) {
            case "RANGE" -> neverNull && bound.from().size() == 1 && provesRange(known, bound);
            case "LIST" ->
                neverNull
                        && known.stream()
                                .anyMatch(each ->
                                        each.sign().equals("=") && bound.from().containsAll(each.values()));
            default -> bound.isDefault() && catalog.childrenOf(parent).size() == 1;
        };
    }

    private static boolean provesRange(List<Comparison> known, Bound bound) {
        String from = bound.from().get(0);
        String to = bound.to().get(0);
        boolean above = from.equals("minvalue")
                || known.stream()
                        .anyMatch(each ->
                                (each.sign().equals(">=") && order(each.values().get(0), from) >= 0)
                                        || (each.sign().equals(">")
                                                && order(each.values().get(0), from) >= 0)
                                        || (each.sign().equals("=")
                                                && each.values().stream().allMatch(value -> order(value, from) >= 0)));
        boolean below = to.equals("maxvalue")
                || known.stream()
                        .anyMatch(each ->
                                (each.sign().equals("<") && order(each.values().get(0), to) <= 0)
                                        || (each.sign().equals("<=")
                                                && order(each.values().get(0), to) < 0)
                                        || (each.sign().equals("=")
                                                && each.values().stream().allMatch(value -> order(value, to) < 0)));
        return above && below;
    }

    /** Whether no row of a table fits the bound. */
    static boolean excludes(Relation parent, Relation table, Bound bound) {
        String key = keyOf(parent);
        boolean onlyNull = bound.kind().equals("LIST") && bound.from().equals(List.of("null"));
        if (onlyNull && table.column(key).map(Column::notNull).orElse(false)) {
            return true;
        }
        List<Comparison> known = comparisons(table, key);
        if (bound.kind().equals("RANGE") && bound.from().size() == 1) {
            String from = bound.from().get(0);
            String to = bound.to().get(0);
            return known.stream()
                    .anyMatch(each -> (each.sign().equals("<")
                                    && order(each.values().get(0), from) <= 0)
                            || (each.sign().equals("<=") && order(each.values().get(0), from) < 0)
                            || (each.sign().startsWith(">")
                                    && order(each.values().get(0), to) >= 0)
                            || (each.sign().equals("outside")
                                    && order(each.values().get(0), from) <= 0
                                    && order(each.values().get(1), to) >= 0));
        }
        return bound.kind().equals("LIST")
                && known.stream()
                        .anyMatch(each ->
                                (each.sign().equals("<>") && each.values().containsAll(bound.from()))
                                        || (each.sign().equals("=")
                                                && each.values().stream().noneMatch(bound.from()::contains)));
    }

    private static String keyOf(Relation parent) {
        List<Expression> keys = parent.partitionKey;
        boolean plain = keys.size() == 1 && keys.get(0).bare().tokens().size() == 1;
        return plain ? keys.get(0).bare().tokens().get(0).value() : "";
    }

    private static int order(String one, String other) {
        return new Bound("RANGE", List.of(one), List.of(other)).isEmptyRange() ? (one.equals(other) ? 0 : 1) : -1;
    }

    private static List<Comparison> comparisons(Relation table, String key) {
        List<Comparison> found = new ArrayList<>();
        for (Constraint each : table.constraints.values()) {
            if (each.kind() == Constraint.Kind.CHECK && each.valid() && each.enforced()) {
                Checks.conditions(each.check().orElseThrow()).forEach(condition -> add(found, condition, key));
            }
        }
        return found;
    }

    private static void add(List<Comparison> found, Expression condition, String key) {
        List<Token> tokens = withoutCasts(condition.bare().tokens());
        if (tokens.size() >= 3
                && tokens.get(0).isName()
                && tokens.get(0).value().equals(key)) {
            if (tokens.size() == 3 && tokens.get(1).kind() == Token.Kind.SIGN) {
                found.add(new Comparison(tokens.get(1).text().replace("!=", "<>"), List.of(value(tokens.get(2)))));
            } else if (tokens.get(1).isWord("IN")) {
                found.add(new Comparison(
                        "=",
                        tokens.stream()
                                .skip(2)
                                .filter(BoundProof::isConstant)
                                .map(BoundProof::value)
                                .toList()));
            } else if (tokens.size() > 3
                    && tokens.get(1).isWord("NOT")
                    && tokens.get(2).isWord("IN")) {
                found.add(new Comparison(
                        "<>",
                        tokens.stream()
                                .skip(3)
                                .filter(BoundProof::isConstant)
                                .map(BoundProof::value)
                                .toList()));
            } else if (tokens.size() == 5 && tokens.get(1).isWord("BETWEEN")) {
                found.add(new Comparison(">=", List.of(value(tokens.get(2)))));
                found.add(new Comparison("<=", List.of(value(tokens.get(4)))));
            } else if (tokens.size() == 7
                    && tokens.get(3).isWord("OR")
                    && tokens.get(1).text().startsWith("<")
                    && tokens.get(5).isSign(">=")) {
                found.add(new Comparison("outside", List.of(value(tokens.get(2)), value(tokens.get(6)))));
            }
        }
    }

    private static boolean isConstant(Token token) {
        return token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.NUMBER;
    }

    private static String value(Token token) {
        return token.value().toLowerCase(Locale.ROOT);
    }

    /** Without ::date, and without DATE in front of a text. */
    private static List<Token> withoutCasts(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            boolean typed = tokens.get(i).isOneOf("date", "timestamp")
                    && i + 1 < tokens.size()
                    && isConstant(tokens.get(i + 1));
            boolean bracket = tokens.get(i).isSign("(") || tokens.get(i).isSign(")");
            if (tokens.get(i).isSign("::")) {
                i++;
            } else if (!typed && !bracket) {
                kept.add(tokens.get(i));
            }
        }
        return kept;
    }
}
