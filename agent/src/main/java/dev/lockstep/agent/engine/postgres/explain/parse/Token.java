package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.Locale;

/**
 * A piece of SQL that is neither space nor comment.
 *
 * @param text as it is written
 * @param value what it means: a word in lower case, a name without its quotes, the content of a string
 * @param at its place in the text, from 0
 */
public record Token(Kind kind, String text, String value, int at) {

    /** What a token is. */
    public enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SIGN,
        END
    }

    /** Whether it is this word, given in upper case, and not in quotes. */
    public boolean isWord(String word) {
        return kind == Kind.WORD && value.equals(word.toLowerCase(Locale.ROOT));
    }

    /** Whether it is one of these words. */
    public boolean isOneOf(String... words) {
        for (String word : words) {
            if (isWord(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is this sign or operator. */
    public boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Whether it can be a name. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    public boolean isEnd() {
        return kind == Kind.END;
    }

    int end() {
        return at + text.length();
    }
}
