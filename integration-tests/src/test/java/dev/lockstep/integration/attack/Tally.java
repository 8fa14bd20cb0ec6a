package dev.lockstep.integration.attack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what became of forgeries. */
final class Tally {
    private static final int MOST_FINDINGS = 20;

    private final Map<Trick, Integer> forged = new EnumMap<>(Trick.class);
    private final List<String> findings = new ArrayList<>();
    private int accepted;
    private int same;
    private int lost;

    /** What a receiver made of one. */
    enum Outcome {
        /** It was not believed. */
        REFUSED,
        /** It was believed, and says what was signed for this place: only what is around that was written in another way. */
        SAME,
        /** It was believed, and nobody signed it, or not for this place. */
        ACCEPTED
    }

    /** @param receiver that was asked */
    void count(String receiver, Trick trick, Outcome outcome, String place) {
        forged.merge(trick, 1, Integer::sum);
        if (outcome == Outcome.SAME) {
            same++;
        } else if (outcome == Outcome.ACCEPTED) {
            accepted++;
            find(receiver + " accepted " + trick + " at " + place);
        }
    }

    /** After forgeries a receiver did not take what is right. */
    void countLost(String receiver, String place) {
        lost++;
        find(receiver + " did not take what is right, after forgeries, at " + place);
    }

    private void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    int forged() {
        return forged.values().stream().mapToInt(Integer::intValue).sum();
    }

    int tricks() {
        return forged.size();
    }

    int accepted() {
        return accepted;
    }

    int same() {
        return same;
    }

    int lost() {
        return lost;
    }

    List<String> findings() {
        return List.copyOf(findings);
    }
}
