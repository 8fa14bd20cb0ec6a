package dev.lockstep.integration.crash;

import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the end of a run with faults against the end of the same run without. */
final class Judge {
    private final End expected;
    private final boolean effectsCount;
    private final List<String> cleanups;

    /**
     * @param expected the end of a run without faults
     * @param kind what is run
     * @param plan its plan: what removes a broken try is not an effect of a step
     */
    Judge(End expected, StepKind kind, Plan plan) {
        this.expected = expected;
        // Making a plan rehearses it on copies that go again, as often as it is asked to; what it must leave is
        // nothing.
        this.effectsCount = !kind.startsOnEmptyLedger();
        this.cleanups = plan.getStepsList().stream()
                .flatMap(step -> step.getStatement().getCleanupList().stream())
                .toList();
    }

    Outcome outcome(CrashRun.Ended run, End end, boolean quiet) {
        Tally tally = new Tally();
        boolean stuck = run.recovered().isEmpty() || !quiet;
        boolean byHand = run.recovered().filter(Report::hasStepFailed).isPresent();
        if (stuck) {
            tally.findings.add("no end by itself: " + (quiet ? run.trouble() : "a session stays on the node"));
        }
        if (byHand) {
            tally.findings.add(
                    "a person is asked: " + run.recovered().orElseThrow().getStepFailed());
        }
        if (effectsCount) {
            tally.compare("effect", expected.effects(), withoutCleanups(end.effects()));
        }
        tally.compare("ledger", expected.finished(), end.finished());
        tally.findings.addAll(end.ledgerFlaws());
        if (tally.lost == 0 && tally.doubled == 0) {
            compareState(end, tally);
        }
        return new Outcome(run.cuts(), run.chunks(), tally.lost, tally.doubled, stuck, byHand, tally.findings);
    }

    /** A build that was broken off leaves half an index, which is dropped before it is built again. */
    private Map<String, Integer> withoutCleanups(Map<String, Integer> effects) {
        Map<String, Integer> rest = new TreeMap<>(effects);
        rest.keySet().removeIf(effect -> !expected.effects().containsKey(effect) && isCleanup(effect));
        return rest;
    }

    private boolean isCleanup(String effect) {
        String index = effect.substring(effect.lastIndexOf('.') + 1);
        return effect.startsWith("DROP index") && cleanups.stream().anyMatch(sql -> sql.contains(index));
    }

    private void compareState(End end, Tally tally) {
        tally.same("catalog", expected.catalog().schema(), end.catalog().schema());
        tally.same("own objects", expected.catalog().own(), end.catalog().own());
        tally.same("rows", expected.rows(), end.rows());
        tally.same("position", expected.position(), end.position());
    }

    /** What is missing, and what is there too often. */
    private static final class Tally {
        private final List<String> findings = new ArrayList<>();
        private int lost;
        private int doubled;

        void compare(String what, Map<String, Integer> expected, Map<String, Integer> found) {
            Set<String> names = new TreeSet<>(expected.keySet());
            names.addAll(found.keySet());
            for (String name : names) {
                int wanted = expected.getOrDefault(name, 0);
                int there = found.getOrDefault(name, 0);
                if (there < wanted) {
                    lost += wanted - there;
                    findings.add("lost " + what + ": " + name + " (" + there + " instead of " + wanted + ")");
                } else if (there > wanted) {
                    doubled += there - wanted;
                    findings.add("doubled " + what + ": " + name + " (" + there + " instead of " + wanted + ")");
                }
            }
        }

        void same(String what, Object expected, Object found) {
            if (!expected.equals(found)) {
                lost++;
                findings.add("another " + what + ": expected " + expected + ", found " + found);
            }
        }
    }
}
