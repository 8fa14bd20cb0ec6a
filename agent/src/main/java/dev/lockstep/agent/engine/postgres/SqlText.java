package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of PostgreSQL's lexical rules as is needed to cut a script into statements and to tell one expression from a smuggled statement. Quoted parts and
 * comments are one token each.
 */
final class SqlText {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+)"
                    + "|(?<line>--[^\\n]*)"
                    + "|(?<block>/\\*)"
                    + "|(?<dollar>\\$(?:[A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$)"
                    + "|(?<escape>[eE]'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+')"
                    + "|(?<string>'[^']*+(?:''[^']*+)*+')"
                    + "|(?<name>\"[^\"]*+(?:\"\"[^\"]*+)*+\")"
                    + "|(?<word>[A-Za-z_\\x80-\\uffff][A-Za-z0-9_$\\x80-\\uffff]*)"
                    + "|(?<other>.)",
            Pattern.DOTALL);

    /** What a token is. */
    enum Kind {
        COMMENT,
        QUOTED,
        WORD,
        SYMBOL,
        /** A quote or comment that does not end. */
        OPEN
    }

    record Token(Kind kind, String text, int start, int end) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean word(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }
    }

    private SqlText() {}

    /** The statements of a script, without the semicolons between them, as they were written. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean content = false;
        for (Token token : tokens(script)) {
            if (token.is(";")) {
                if (content) {
                    statements.add(script.substring(start, token.start()).strip());
                }
                start = token.end();
                content = false;
            } else if (token.kind() != Kind.COMMENT) {
                content = true;
            }
        }
        if (content) {
            statements.add(script.substring(start).strip());
        }
        return statements;
    }

    /** The words of a statement outside of quotes and comments, in upper case. */
    static List<String> words(String statement) {
        return tokens(statement).stream()
                .filter(token -> token.kind() == Kind.WORD)
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .toList();
    }

    /** Whether this can only be read as one expression wherever it is put: balanced, complete, without comment, semicolon or comma at the top. */
    static boolean isOneExpression(String text) {
        int depth = 0;
        boolean content = false;
        for (Token token : tokens(text)) {
            if (token.kind() == Kind.OPEN || token.kind() == Kind.COMMENT || token.is(";")) {
                return false;
            }
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
            } else if (token.is(",") && depth == 0) {
                return false;
            }
            if (depth < 0) {
                return false;
            }
            content = true;
        }
        return content && depth == 0;
    }

    static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.find(at);
            int end = matcher.end();
            if (matcher.group("block") != null) {
                end = endOfBlockComment(text, at);
                tokens.add(token(end < 0 ? Kind.OPEN : Kind.COMMENT, text, at, end));
            } else if (matcher.group("dollar") != null) {
                int close = text.indexOf(matcher.group(), end);
                end = close < 0 ? -1 : close + matcher.group().length();
                tokens.add(token(end < 0 ? Kind.OPEN : Kind.QUOTED, text, at, end));
            } else if (matcher.group("space") == null) {
                tokens.add(token(kind(matcher), text, at, end));
            }
            at = end < 0 ? text.length() : end;
        }
        return tokens;
    }

    private static Token token(Kind kind, String text, int start, int end) {
        int last = end < 0 ? text.length() : end;
        return new Token(kind, text.substring(start, last), start, last);
    }

    private static Kind kind(Matcher matcher) {
        if (matcher.group("line") != null) {
            return Kind.COMMENT;
        }
        if (matcher.group("escape") != null || matcher.group("string") != null || matcher.group("name") != null) {
            return Kind.QUOTED;
        }
        if (matcher.group("word") != null) {
            return Kind.WORD;
        }
        String symbol = matcher.group();
        return symbol.equals("'") || symbol.equals("\"") ? Kind.OPEN : Kind.SYMBOL;
    }

    /** Block comments nest. */
    private static int endOfBlockComment(String text, int start) {
        int depth = 0;
        for (int at = start; at < text.length() - 1; at++) {
            if (text.startsWith("/*", at)) {
                depth++;
                at++;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at++;
                if (depth == 0) {
                    return at + 1;
                }
            }
        }
        return -1;
    }
}
