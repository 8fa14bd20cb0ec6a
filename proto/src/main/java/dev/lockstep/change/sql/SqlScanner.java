package dev.lockstep.change.sql;

import dev.lockstep.change.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts SQL into tokens, so that words inside quotes and comments do not count. Used once, by one thread. */
final class SqlScanner {
    private final String sql;
    private final SqlDialect dialect;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    /** Inside a comment whose content MySQL executes. */
    private boolean inExecutableComment;

    private @Nullable String flaw;

    SqlScanner(String sql, SqlDialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /** The tokens up to the end, or up to the flaw. */
    List<SqlToken> scan() {
        while (at < sql.length() && flaw == null) {
            scanNext();
        }
        if (inExecutableComment && flaw == null) {
            flaw = "a comment that is never closed";
        }
        return tokens;
    }

    /** What is never closed, such as "a quote ' that is never closed". */
    Optional<String> flaw() {
        return Optional.ofNullable(flaw);
    }

    private void scanNext() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (startsLineComment(c)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (inExecutableComment && sql.startsWith("*/", at)) {
            inExecutableComment = false;
            at += 2;
        } else if (c == '\'') {
            quoted(Kind.STRING, '\'', at, dialect == SqlDialect.MYSQL);
        } else if (c == '"') {
            boolean string = dialect == SqlDialect.MYSQL;
            quoted(string ? Kind.STRING : Kind.QUOTED_NAME, '"', at, string);
        } else if (c == '`' && dialect == SqlDialect.MYSQL) {
            quoted(Kind.QUOTED_NAME, '`', at, false);
        } else if (c == '$' && dialect == SqlDialect.POSTGRES && dollarTag() != null) {
            dollarQuoted();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            word();
        } else {
            int length = sql.startsWith("::", at) ? 2 : 1;
            add(Kind.SIGN, at + length);
        }
    }

    private boolean startsLineComment(char c) {
        if (c == '#') {
            return dialect == SqlDialect.MYSQL;
        }
        if (!sql.startsWith("--", at)) {
            return false;
        }
        // MySQL reads `5--1` as five minus minus one.
        return dialect == SqlDialect.POSTGRES || at + 2 == sql.length() || peek(2) <= ' ';
    }

    private void comment() {
        if (dialect == SqlDialect.MYSQL && (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at))) {
            at = sql.indexOf('!', at) + 1;
            while (at < sql.length() && isDigit(sql.charAt(at))) {
                at++;
            }
            inExecutableComment = true;
            return;
        }
        int depth = 0;
        do {
            if (sql.startsWith("/*", at) && (depth == 0 || dialect == SqlDialect.POSTGRES)) {
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
            flaw = "a comment that is never closed";
        }
    }

    /** A run between two equal quotes; a doubled one stands for itself. */
    private void quoted(Kind kind, char quote, int from, boolean backslashes) {
        int here = sql.indexOf(quote, from) + 1;
        while (here < sql.length()) {
            char c = sql.charAt(here);
            if (c == '\\' && backslashes) {
                here += 2;
            } else if (c != quote) {
                here++;
            } else if (here + 1 < sql.length() && sql.charAt(here + 1) == quote) {
                here += 2;
            } else {
                add(kind, here + 1);
                return;
            }
        }
        flaw = "a quote " + quote + " that is never closed";
    }

    /** The mark {@code $tag$} that starts here. */
    private @Nullable String dollarTag() {
        int here = at + 1;
        while (here < sql.length() && (Character.isLetterOrDigit(sql.charAt(here)) || sql.charAt(here) == '_')) {
            here++;
        }
        boolean tag = here < sql.length() && sql.charAt(here) == '$' && !isDigit(peek(1));
        return tag ? sql.substring(at, here + 1) : null;
    }

    private void dollarQuoted() {
        String tag = dollarTag();
        int end = tag == null ? -1 : sql.indexOf(tag, at + tag.length());
        if (tag == null || end < 0) {
            flaw = "a quote " + tag + " that is never closed";
        } else {
            add(Kind.STRING, end + tag.length());
        }
    }

    private void number() {
        int here = at;
        while (here < sql.length() && (Character.isLetterOrDigit(sql.charAt(here)) || sql.charAt(here) == '.')) {
            boolean exponent = Character.toLowerCase(sql.charAt(here)) == 'e' && !sql.startsWith("0x", at);
            boolean signed = exponent && here + 1 < sql.length() && "+-".indexOf(sql.charAt(here + 1)) >= 0;
            here += signed ? 2 : 1;
        }
        add(Kind.NUMBER, here);
    }

    private void word() {
        int here = at;
        while (here < sql.length()
                && (Character.isUnicodeIdentifierPart(sql.charAt(here)) || sql.charAt(here) == '$')) {
            here++;
        }
        String word = sql.substring(at, here);
        if (here < sql.length() && sql.charAt(here) == '\'' && isStringPrefix(word)) {
            boolean escapes = word.equalsIgnoreCase("e") || dialect == SqlDialect.MYSQL;
            quoted(Kind.STRING, '\'', here, escapes);
        } else {
            add(Kind.WORD, here);
        }
    }

    private boolean isStringPrefix(String word) {
        if (word.length() == 1) {
            return (dialect == SqlDialect.POSTGRES ? "eEbBxXnN" : "bBxXnN").contains(word);
        }
        return dialect == SqlDialect.MYSQL && word.startsWith("_");
    }

    private void add(Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(at, end)));
        at = end;
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
