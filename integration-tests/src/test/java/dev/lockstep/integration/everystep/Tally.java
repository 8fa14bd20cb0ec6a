package dev.lockstep.integration.everystep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private final Map<String, Integer> missed = new TreeMap<>();

    synchronized void add(Plot plot, Seen seen) {
        runs++;
        points += plot.size() - seen.missed().size();
        seen.missed().forEach(each -> missed.merge(plot.scenario() + ", " + each, 1, Integer::sum));
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

    /** How often disturbances found nothing to disturb: by scenario, way and step. */
    synchronized Map<String, Integer> missed() {
        return Map.copyOf(missed);
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
