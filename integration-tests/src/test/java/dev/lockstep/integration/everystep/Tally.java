package dev.lockstep.integration.everystep;

import java.util.ArrayList;
import java.util.List;

/** The sums over many runs. Thread-safe. */
final class Tally {
    private final List<String> findings = new ArrayList<>();
    private int runs;
    private int points;
    private int lost;
    private int doubled;
    private int stuck;
    private int byHand;
    private int wrong;
    private int missed;

    synchronized void add(Plot plot, Seen seen) {
        runs++;
        points += seen.happened();
        missed += plot.fromRelease() ? 0 : plot.size() - seen.happened();
        lost += seen.lost() > 0 ? 1 : 0;
        doubled += seen.doubled() > 0 ? 1 : 0;
        stuck += seen.stuck() ? 1 : 0;
        byHand += seen.byHand() ? 1 : 0;
        if (!seen.isRight()) {
            wrong++;
            findings.add(plot.name() + ": " + String.join("; ", seen.findings()));
        }
    }

    synchronized void fail(String what) {
        wrong++;
        findings.add(what);
    }

    synchronized int runs() {
        return runs;
    }

    /** Disturbances that happened. */
    synchronized int points() {
        return points;
    }

    /** Disturbances of plots that did not happen: a step had nothing to disturb. */
    synchronized int missed() {
        return missed;
    }

    synchronized int lost() {
        return lost;
    }

    synchronized int doubled() {
        return doubled;
    }

    synchronized int stuck() {
        return stuck;
    }

    synchronized int byHand() {
        return byHand;
    }

    synchronized int wrong() {
        return wrong;
    }

    synchronized List<String> findings() {
        return List.copyOf(findings);
    }
}
