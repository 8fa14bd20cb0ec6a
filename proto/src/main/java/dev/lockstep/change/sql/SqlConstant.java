package dev.lockstep.change.sql;

import dev.lockstep.change.sql.SqlToken.Kind;
import java.util.List;
import java.util.regex.Pattern;

/** Tells constants from expressions. */
public final class SqlConstant {
    private static final Pattern NUMBER = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private SqlConstant() {}

    /**
     * Whether a text is a number, a string, a typed string such as {@code DATE '2026-01-01'}, TRUE, FALSE, NULL or the time of the statement. On
     * PostgreSQL a cast by {@code ::} may follow.
     */
    public static boolean isConstant(SqlText sql) {
        List<SqlToken> tokens = withoutCast(sql);
        if (tokens.isEmpty()) {
            return false;
        }
        SqlToken first = tokens.get(0);
        if (tokens.size() == 1) {
            return isNumber(first)
                    || first.kind() == Kind.STRING
                    || first.isWord("TRUE", "FALSE", "NULL", "CURRENT_TIMESTAMP");
        }
        if (tokens.size() == 2) {
            boolean signed = (first.isSign("-") || first.isSign("+")) && isNumber(tokens.get(1));
            boolean typed =
                    first.isWord("DATE", "TIME", "TIMESTAMP") && tokens.get(1).kind() == Kind.STRING;
            return signed || typed;
        }
        return isTimeOfStatement(tokens);
    }

    /** Whether it is the constant NULL. */
    public static boolean isNull(SqlText sql) {
        List<SqlToken> tokens = withoutCast(sql);
        return tokens.size() == 1 && tokens.get(0).isWord("NULL");
    }

    private static boolean isNumber(SqlToken token) {
        return token.kind() == Kind.NUMBER && NUMBER.matcher(token.text()).matches();
    }

    private static boolean isTimeOfStatement(List<SqlToken> tokens) {
        boolean named = tokens.get(0).isWord("NOW", "CURRENT_TIMESTAMP")
                && tokens.get(1).isSign("(")
                && tokens.get(tokens.size() - 1).isSign(")");
        return named
                && (tokens.size() == 3 || (tokens.size() == 4 && tokens.get(2).kind() == Kind.NUMBER));
    }

    private static List<SqlToken> withoutCast(SqlText sql) {
        List<SqlToken> tokens = sql.tokens();
        if (sql.dialect() != SqlDialect.POSTGRES) {
            return tokens;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSign("::") && isTypeName(tokens.subList(i + 1, tokens.size()))) {
                return tokens.subList(0, i);
            }
        }
        return tokens;
    }

    private static boolean isTypeName(List<SqlToken> tokens) {
        return !tokens.isEmpty()
                && tokens.get(0).kind() == Kind.WORD
                && tokens.stream()
                        .allMatch(token ->
                                token.kind() != Kind.STRING && !token.text().matches("[;:+*/|-]|::"));
    }
}
