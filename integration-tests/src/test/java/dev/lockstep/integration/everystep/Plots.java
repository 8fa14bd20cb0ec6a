package dev.lockstep.integration.everystep;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The plots for a scenario: the whole matrix with one disturbance in each, or a few with many. */
final class Plots {
    private final Bench bench;

    Plots(Bench bench) {
        this.bench = bench;
    }

    /**
     * Every disturbance at every step, at every turning point and at every undo, each exactly once on the way to the end, and at least once on the way back. A run
     * has one at each of its steps, and the next run the next one, so that there are as many runs as disturbances, and not as many times more as there are steps.
     */
    List<Plot> woven() {
        List<Plot> plots = new ArrayList<>();
        List<Disturbance> forward = List.copyOf(Disturbance.FORWARD);
        for (int round = 0; round < forward.size(); round++) {
            plots.add(new Plot(
                    bench.scenario() + ", all steps, round " + round,
                    rotated(bench.plan().getStepsList(), forward, round),
                    Map.of(),
                    false));
        }
        List<Step> undoable = bench.plan().getStepsList().stream()
                .filter(step -> step.getPhase() != Phase.CONTRACT)
                .toList();
        int round = 0;
        for (Step step : undoable) {
            for (Disturbance turn : Disturbance.TURNING) {
                plots.add(back(undoable, step.getNumber(), turn, round++));
            }
        }
        if (!undoable.isEmpty()) {
            int last = undoable.get(undoable.size() - 1).getNumber();
            for (int more = 0; more < Disturbance.BACK.size(); more++) {
                plots.add(back(undoable, last, Disturbance.HALTED_AFTER, more));
            }
        }
        fromRelease().ifPresent(plots::add);
        return plots;
    }

    private Plot back(List<Step> undoable, int from, Disturbance turn, int round) {
        List<Step> undone = undoable.stream()
                .filter(step -> step.getUndo().getSqlCount() > 0)
                .filter(step -> step.getNumber() < from || step.getNumber() == from && turn == Disturbance.HALTED_AFTER)
                .toList();
        return new Plot(
                bench.scenario() + ", back from step " + from + " " + turn + ", round " + round,
                Map.of(from, turn),
                rotated(undone, List.copyOf(Disturbance.BACK), round),
                false);
    }

    private static Map<Integer, Disturbance> rotated(List<Step> steps, List<Disturbance> disturbances, int round) {
        Map<Integer, Disturbance> rotated = new HashMap<>();
        steps.forEach(step ->
                rotated.put(step.getNumber(), disturbances.get((step.getNumber() + round) % disturbances.size())));
        return rotated;
    }

    /** The same, each in a run of its own. */
    List<Plot> alone() {
        List<Plot> plots = new ArrayList<>();
        for (Step step : bench.plan().getStepsList()) {
            for (Disturbance each : Disturbance.FORWARD) {
                plots.add(forward(step.getNumber(), each));
            }
            if (step.getPhase() != Phase.CONTRACT) {
                Disturbance.TURNING.forEach(each -> plots.add(forward(step.getNumber(), each)));
                if (step.getUndo().getSqlCount() > 0) {
                    Disturbance.BACK.forEach(each -> plots.add(back(step.getNumber(), each)));
                }
            }
        }
        fromRelease().ifPresent(plots::add);
        return plots;
    }

    private Plot forward(int step, Disturbance disturbance) {
        return new Plot(
                bench.scenario() + ", step " + step + " " + disturbance, Map.of(step, disturbance), Map.of(), false);
    }

    private Plot back(int step, Disturbance disturbance) {
        return new Plot(
                bench.scenario() + ", undo of step " + step + " " + disturbance,
                Map.of(step, Disturbance.HALTED_AFTER),
                Map.of(step, disturbance),
                false);
    }

    private Optional<Plot> fromRelease() {
        boolean wayBack = bench.plan().getStepsList().stream().anyMatch(step -> step.getPhase() != Phase.CONTRACT)
                && bench.hasWayBackFromRelease();
        return wayBack
                ? Optional.of(new Plot(bench.scenario() + ", back from release", Map.of(), Map.of(), true))
                : Optional.empty();
    }

    /** Two: to the end, and back from one of the steps, with a disturbance at each step on the way, picked by a number that is the same every time. */
    List<Plot> few(int salt) {
        List<Plot> plots = new ArrayList<>();
        Map<Integer, Disturbance> forward = new HashMap<>();
        Map<Integer, Disturbance> back = new HashMap<>();
        List<Integer> undoable = new ArrayList<>();
        for (Step step : bench.plan().getStepsList()) {
            forward.put(step.getNumber(), pick(List.copyOf(Disturbance.FORWARD), step.getNumber(), salt));
            if (step.getPhase() != Phase.CONTRACT) {
                undoable.add(step.getNumber());
            }
            if (step.getPhase() != Phase.CONTRACT && step.getUndo().getSqlCount() > 0) {
                back.put(step.getNumber(), pick(List.copyOf(Disturbance.BACK), step.getNumber(), salt + 1));
            }
        }
        plots.add(new Plot(bench.scenario() + ", all steps, " + salt, forward, Map.of(), false));
        if (!undoable.isEmpty()) {
            int from = pick(undoable, 0, salt);
            Disturbance turn = pick(List.copyOf(Disturbance.TURNING), from, salt);
            back.keySet().removeIf(step -> step > from || step == from && turn == Disturbance.HALTED_BEFORE);
            plots.add(new Plot(
                    bench.scenario() + ", back from step " + from + " " + turn + ", " + salt,
                    Map.of(from, turn),
                    back,
                    false));
        }
        return plots;
    }

    /** One of these two: half of the scenarios go to the end, the others back where they can. */
    List<Plot> one(int salt) {
        List<Plot> both = few(salt);
        return List.of(both.get(pick(List.of(0, both.size() - 1), 0, salt + 2)));
    }

    private <T> T pick(List<T> choices, int step, int salt) {
        int hash = Objects.hash(bench.scenario().name(), step, salt) * 0x9E3779B1 >>> 8;
        return choices.get(hash % choices.size());
    }
}
