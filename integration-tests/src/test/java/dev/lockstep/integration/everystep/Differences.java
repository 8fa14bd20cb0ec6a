package dev.lockstep.integration.everystep;

import java.util.ArrayList;
import java.util.List;

/** What is not as it must be. Used by one thread. */
final class Differences {
    private static final int MOST_SENTENCES = 4;

    private final List<String> sentences = new ArrayList<>();
    private int lost;
    private int doubled;
    private int others;

    void lost(String what) {
        lost++;
        say("lost " + what);
    }

    void doubled(String what) {
        doubled++;
        say("doubled " + what);
    }

    void other(String what) {
        others++;
        say(what);
    }

    private void say(String sentence) {
        if (sentences.size() < MOST_SENTENCES) {
            sentences.add(sentence);
        }
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    boolean isEmpty() {
        return lost + doubled + others == 0;
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
