package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import java.util.stream.Collectors;

/** Tells one expression from something that would break out of its place in a statement. */
final class Expressions {
    private Expressions() {}

    /** Whether a text can only be read as one expression wherever it is put: closed, balanced, without comment, semicolon, or comma at the top. */
    static boolean isOne(String text) {
        SqlText sql = SqlText.of(text, SqlDialect.POSTGRES);
        return !sql.tokens().isEmpty()
                && sql.flaw().isEmpty()
                && sql.loneBracket().isEmpty()
                && !hasComment(text, sql)
                && !hasSeparator(sql);
    }

    private static boolean hasComment(String text, SqlText sql) {
        String tokens = sql.tokens().stream().map(SqlToken::text).collect(Collectors.joining());
        return !withoutSpace(tokens).equals(withoutSpace(text));
    }

    private static boolean hasSeparator(SqlText sql) {
        int depth = 0;
        for (SqlToken token : sql.tokens()) {
            if (token.isSign("(") || token.isSign("[")) {
                depth++;
            } else if (token.isSign(")") || token.isSign("]")) {
                depth--;
            }
            if (token.isSign(";") || (token.isSign(",") && depth == 0)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}
