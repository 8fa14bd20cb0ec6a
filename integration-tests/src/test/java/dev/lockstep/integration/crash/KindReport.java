package dev.lockstep.integration.crash;

import java.util.ArrayList;
import java.util.List;

/** What the runs of one kind of step came to. Used by one thread at a time. */
final class KindReport {
    private static final int MOST_FINDINGS = 5;

    private final String name;
    private final int chunks;
    private final List<String> findings = new ArrayList<>();
    private int points;
    private int pairs;
    private int lost;
    private int doubled;
    private int stuck;
    private int byHand;

    KindReport(String name, int chunks) {
        this.name = name;
        this.chunks = chunks;
    }

    /** Adds a run; one that ended before its point was reached counts as no point, but must be right. */
    void add(List<CrashPoint> at, Outcome outcome) {
        if (outcome.cuts() == at.size()) {
            points += at.size() == 1 ? 1 : 0;
            pairs += at.size() == 2 ? 1 : 0;
        }
        lost += outcome.lost() > 0 ? 1 : 0;
        doubled += outcome.doubled() > 0 ? 1 : 0;
        stuck += outcome.stuck() ? 1 : 0;
        byHand += outcome.byHand() ? 1 : 0;
        if (!outcome.isRight() && findings.size() < MOST_FINDINGS) {
            findings.add(name + ", cut " + at + ": " + String.join("; ", outcome.findings()));
        }
    }

    String name() {
        return name;
    }

    int chunks() {
        return chunks;
    }

    int points() {
        return points;
    }

    int pairs() {
        return pairs;
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    int stuck() {
        return stuck;
    }

    int byHand() {
        return byHand;
    }

    List<String> findings() {
        return List.copyOf(findings);
    }
}
