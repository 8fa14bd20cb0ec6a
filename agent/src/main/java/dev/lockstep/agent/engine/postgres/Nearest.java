package dev.lockstep.agent.engine.postgres;

import java.util.Collection;
import java.util.Comparator;

/** The word that somebody may have meant. */
final class Nearest {
    private static final int FAR = 3;

    private Nearest() {}

    /** A hint for the end of a message. */
    static String hint(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(other -> distance(word, other) <= FAR)
                .map(other -> "did you mean " + other + "?")
                .orElse("correct the name in the change");
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
