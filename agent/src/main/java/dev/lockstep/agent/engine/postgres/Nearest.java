package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.NearestWord;
import java.util.Collection;

/** The word that somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** A hint for the end of a message. */
    static String hint(String word, Collection<String> known) {
        return NearestWord.of(word, known)
                .map(other -> "did you mean " + other + "?")
                .orElse("correct the name in the change");
    }
}
