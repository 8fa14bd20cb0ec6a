package dev.lockstep.change;

import java.util.Optional;

/**
 * Whether a text is what people see of it. Whoever approves a plan reads it on a screen, where control characters can hide a line and signs of direction can turn
 * words around; and half a character is another one once it is written down.
 */
public final class ReadableText {
    private ReadableText() {}

    /** What is in the text that must not be, such as "U+202E"; empty when it is readable. */
    public static Optional<String> objection(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            boolean endsLine = character == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (!endsLine && isUnreadable(character)) {
                return Optional.of("U+%04X".formatted(character));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnreadable(int character) {
        boolean isControl = Character.isISOControl(character) && character != '\t' && character != '\n';
        boolean isHalf = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return isControl || isHalf || turnsAround(character);
    }

    /** Embeddings, overrides and isolates; the plain marks, which some languages need, turn nothing around. */
    private static boolean turnsAround(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
