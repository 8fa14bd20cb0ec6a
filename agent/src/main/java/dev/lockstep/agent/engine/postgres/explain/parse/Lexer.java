package dev.lockstep.agent.engine.postgres.explain.parse;

import dev.lockstep.agent.engine.postgres.explain.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into tokens by PostgreSQL's rules. Used once, by one thread. */
final class Lexer {
    private static final String OPERATOR_SIGNS = "+-*/<>=~!@#%^&|`?";
    private static final String LETS_SIGN_FOLLOW = "~!@#%^&|`?";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Lexer(String sql) {
        this.sql = sql;
    }

    /** All tokens, the last one being the end. */
    List<Token> scan() {
        while (true) {
            skipSpaceAndComments();
            if (at >= sql.length()) {
                tokens.add(new Token(Kind.END, "", "", sql.length()));
                return tokens;
            }
            scanNext(sql.charAt(at));
        }
    }

    private void scanNext(char c) {
        if (c == '\'') {
            string(at, false);
        } else if (c == '"') {
            quotedName(at);
        } else if (c == '$' && isDollarQuote()) {
            dollarQuoted();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (Character.isLetter(c) || c == '_' || c > 127) {
            word();
        } else if (OPERATOR_SIGNS.indexOf(c) >= 0) {
            operator();
        } else if (sql.startsWith("::", at) || sql.startsWith(":=", at)) {
            add(Kind.SIGN, at + 2);
        } else {
            add(Kind.SIGN, at + 1);
        }
    }

    private void skipSpaceAndComments() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == '\uFEFF') {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        int from = at;
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        if (depth > 0) {
            throw unterminated("unterminated /* comment", from);
        }
    }

    private SyntaxFailure unterminated(String what, int from) {
        return new SyntaxFailure(
                what + " at or near \"" + sql.substring(from, Math.min(sql.length(), from + 20)) + "\"", from);
    }

    private void string(int quote, boolean escapes) {
        StringBuilder value = new StringBuilder();
        int here = quote + 1;
        while (here < sql.length()) {
            char c = sql.charAt(here);
            if (c == '\\' && escapes && here + 1 < sql.length()) {
                value.append(escaped(sql.charAt(here + 1)));
                here += 2;
            } else if (c != '\'') {
                value.append(c);
                here++;
            } else if (here + 1 < sql.length() && sql.charAt(here + 1) == '\'') {
                value.append(c);
                here += 2;
            } else {
                tokens.add(new Token(Kind.STRING, sql.substring(at, here + 1), value.toString(), at));
                at = here + 1;
                return;
            }
        }
        throw unterminated("unterminated quoted string", at);
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }

    private void quotedName(int quote) {
        StringBuilder value = new StringBuilder();
        int here = quote + 1;
        while (here < sql.length()) {
            char c = sql.charAt(here);
            if (c != '"') {
                value.append(c);
                here++;
            } else if (here + 1 < sql.length() && sql.charAt(here + 1) == '"') {
                value.append(c);
                here += 2;
            } else {
                if (value.length() == 0) {
                    throw new SyntaxFailure("zero-length delimited identifier at or near \"\"\"\"", at);
                }
                tokens.add(new Token(Kind.QUOTED, sql.substring(at, here + 1), value.toString(), at));
                at = here + 1;
                return;
            }
        }
        throw unterminated("unterminated quoted identifier", at);
    }

    private boolean isDollarQuote() {
        return !dollarTag().isEmpty();
    }

    private String dollarTag() {
        int here = at + 1;
        while (here < sql.length() && (Character.isLetterOrDigit(sql.charAt(here)) || sql.charAt(here) == '_')) {
            here++;
        }
        boolean tag = here < sql.length() && sql.charAt(here) == '$' && !isDigit(peek(1));
        return tag ? sql.substring(at, here + 1) : "";
    }

    private void dollarQuoted() {
        String tag = dollarTag();
        int end = sql.indexOf(tag, at + tag.length());
        if (end < 0) {
            throw unterminated("unterminated dollar-quoted string", at);
        }
        String value = sql.substring(at + tag.length(), end);
        tokens.add(new Token(Kind.STRING, sql.substring(at, end + tag.length()), value, at));
        at = end + tag.length();
    }

    private void number() {
        int here = at;
        while (here < sql.length()) {
            char c = sql.charAt(here);
            boolean exponent = (c == 'e' || c == 'E') && !sql.startsWith("0x", at);
            if (exponent && here + 1 < sql.length() && "+-".indexOf(sql.charAt(here + 1)) >= 0) {
                here += 2;
            } else if (Character.isLetterOrDigit(c) || c == '.' || c == '_') {
                here++;
            } else {
                break;
            }
        }
        add(Kind.NUMBER, here);
    }

    private void word() {
        int here = at;
        while (here < sql.length() && isWordPart(sql.charAt(here))) {
            here++;
        }
        String word = sql.substring(at, here).toLowerCase(Locale.ROOT);
        char next = here < sql.length() ? sql.charAt(here) : '\0';
        if (next == '\'' && (word.equals("e") || word.equals("b") || word.equals("x") || word.equals("n"))) {
            string(here, word.equals("e"));
        } else if (word.equals("u") && next == '&' && here + 1 < sql.length() && sql.charAt(here + 1) == '\'') {
            string(here + 1, false);
        } else if (word.equals("u") && next == '&' && here + 1 < sql.length() && sql.charAt(here + 1) == '"') {
            quotedName(here + 1);
        } else {
            tokens.add(new Token(Kind.WORD, sql.substring(at, here), word, at));
            at = here;
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }

    private void operator() {
        int here = at;
        boolean letsSignFollow = false;
        while (here < sql.length()
                && OPERATOR_SIGNS.indexOf(sql.charAt(here)) >= 0
                && !sql.startsWith("--", here)
                && !sql.startsWith("/*", here)) {
            letsSignFollow |= LETS_SIGN_FOLLOW.indexOf(sql.charAt(here)) >= 0;
            here++;
        }
        while (here > at + 1 && !letsSignFollow && "+-".indexOf(sql.charAt(here - 1)) >= 0) {
            here--;
        }
        add(Kind.SIGN, here);
    }

    private void add(Kind kind, int end) {
        String text = sql.substring(at, end);
        tokens.add(new Token(kind, text, text, at));
        at = end;
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
