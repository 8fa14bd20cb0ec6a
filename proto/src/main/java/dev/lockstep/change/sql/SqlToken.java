package dev.lockstep.change.sql;

import java.util.Locale;

/**
 * A piece of SQL that is neither space nor comment.
 *
 * @param kind what it is
 * @param text as it is written, quotes included
 */
public record SqlToken(Kind kind, String text) {

    /** What a token is. */
    public enum Kind {
        WORD,
        NUMBER,
        /** A string constant, in whatever quotes. */
        STRING,
        /** A name in quotes. */
        QUOTED_NAME,
        /** One sign, or the two of {@code ::}. */
        SIGN
    }

    /** Whether it is one of these words, which are given in upper case. */
    public boolean isWord(String... words) {
        if (kind != Kind.WORD) {
            return false;
        }
        String found = word();
        for (String word : words) {
            if (found.equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is this sign. */
    public boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** The text in upper case. */
    public String word() {
        return text.toUpperCase(Locale.ROOT);
    }

    /** The name that a word or a quoted name means, in lower case; empty for others. */
    public String name() {
        return switch (kind) {
            case WORD -> text.toLowerCase(Locale.ROOT);
            case QUOTED_NAME -> text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
            default -> "";
        };
    }
}
