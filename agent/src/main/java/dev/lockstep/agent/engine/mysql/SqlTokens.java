package dev.lockstep.agent.engine.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into words, names, texts, numbers and signs, the way the servers do under our {@code sql_mode}. */
final class SqlTokens {
    private SqlTokens() {}

    /** What a token is. */
    enum Kind {
        /** A bare word: keyword, function or name. */
        WORD,
        /** A name in back quotes, without them. */
        NAME,
        /** A text in quotes. */
        TEXT,
        NUMBER,
        /** {@code @x} or {@code @@x}. */
        VARIABLE,
        COMMENT,
        SIGN
    }

    /**
     * One token.
     *
     * @param kind what it is
     * @param text what it says
     * @param start where it begins
     * @param end where the next may begin
     */
    record Token(Kind kind, String text, int start, int end) {
        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }

        boolean isSign(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean isIdentifier() {
            return kind == Kind.WORD || kind == Kind.NAME;
        }

        String lower() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    static List<Token> of(String sql) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
                continue;
            }
            Token token = next(sql, at);
            tokens.add(token);
            at = token.end();
        }
        return tokens;
    }

    private static Token next(String sql, int at) {
        char first = sql.charAt(at);
        if (first == '`') {
            int end = quoted(sql, at, false);
            String inside = sql.substring(at + 1, Math.max(at + 1, end - 1));
            return new Token(Kind.NAME, inside.replace("``", "`"), at, end);
        }
        if (first == '\'' || first == '"') {
            int end = quoted(sql, at, true);
            return new Token(Kind.TEXT, sql.substring(at, end), at, end);
        }
        if (sql.startsWith("/*", at)) {
            int close = sql.indexOf("*/", at + 2);
            return whole(Kind.COMMENT, sql, at, close < 0 ? sql.length() : close + 2);
        }
        if (first == '#' || sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ')) {
            int line = sql.indexOf('\n', at);
            return whole(Kind.COMMENT, sql, at, line < 0 ? sql.length() : line);
        }
        if (first == '@') {
            return whole(Kind.VARIABLE, sql, at, run(sql, at + 1, "@."));
        }
        if (isDigit(first) || first == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
            return whole(Kind.NUMBER, sql, at, run(sql, at + 1, "."));
        }
        if (isNamePart(first)) {
            return whole(Kind.WORD, sql, at, run(sql, at + 1, ""));
        }
        return whole(Kind.SIGN, sql, at, at + 1);
    }

    private static Token whole(Kind kind, String sql, int start, int end) {
        return new Token(kind, sql.substring(start, end), start, end);
    }

    private static int quoted(String sql, int start, boolean backslashes) {
        char quote = sql.charAt(start);
        int at = start + 1;
        while (at < sql.length()) {
            char here = sql.charAt(at);
            if (backslashes && here == '\\') {
                at += 2;
            } else if (here == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else if (here == quote) {
                return at + 1;
            } else {
                at++;
            }
        }
        return sql.length();
    }

    private static int run(String sql, int start, String more) {
        int at = start;
        while (at < sql.length() && (isNamePart(sql.charAt(at)) || more.indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
