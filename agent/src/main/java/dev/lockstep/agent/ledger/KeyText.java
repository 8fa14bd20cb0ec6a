package dev.lockstep.agent.ledger;

import java.util.ArrayList;
import java.util.List;

/** Keys as one text that a person can read: each part in single quotes, quotes doubled, parted by commas. */
public final class KeyText {
    private KeyText() {}

    /** Writes a key. */
    public static String write(List<String> key) {
        StringBuilder text = new StringBuilder();
        for (String part : key) {
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append('\'').append(part.replace("'", "''")).append('\'');
        }
        return text.toString();
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException when the text was not written by {@link #write}
     */
    public static List<String> read(String text) {
        List<String> key = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder part = new StringBuilder();
            at = readPart(text, at, part);
            key.add(part.toString());
            if (at < text.length() && text.charAt(at++) != ',') {
                throw malformed(text);
            }
        }
        return key;
    }

    private static int readPart(String text, int from, StringBuilder part) {
        if (text.charAt(from) != '\'') {
            throw malformed(text);
        }
        int at = from + 1;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '\'') {
                part.append(next);
            } else if (at < text.length() && text.charAt(at) == '\'') {
                part.append('\'');
                at++;
            } else {
                return at;
            }
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "expected a backfill position such as '17','de' in the ledger, found " + text);
    }
}
