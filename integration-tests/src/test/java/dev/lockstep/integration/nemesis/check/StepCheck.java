package dev.lockstep.integration.nemesis.check;

import dev.lockstep.integration.nemesis.check.NodeHistory.LogRow;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of one node: each at most once, in order, under a mandate for its phase, and as the epoch ended (I2, I3, I4). */
final class StepCheck {
    private enum State {
        NOT_THERE,
        BEGUN,
        DONE,
        UNDO_BEGUN,
        UNDONE
    }

    private record Key(long epoch, int step) {}

    private final NodeHistory node;
    private final FleetStory fleet;
    private final PublishedDirectives directives;
    private final Findings findings;
    private final Map<Long, Map<Integer, State>> states = new TreeMap<>();
    private final Map<Key, Integer> done = new HashMap<>();

    StepCheck(NodeHistory node, FleetStory fleet, PublishedDirectives directives, Findings findings) {
        this.node = node;
        this.fleet = fleet;
        this.directives = directives;
        this.findings = findings;
    }

    void run() {
        node.ledger().log().stream().filter(row -> row.step() > 0).forEach(this::row);
        fleet.epochs().stream()
                .filter(epoch -> epoch.roster().contains(node.name()))
                .filter(epoch -> !fleet.standing(node.name()).forgotten().contains(epoch.number()))
                .forEach(this::end);
    }

    private void row(LogRow row) {
        Optional<Step> step = planned(row);
        if (step.isEmpty() || !step.get().getPhase().name().equals(row.phase())) {
            findings.add("I7", where(row), "it is about a step that no approved plan has: " + row);
            return;
        }
        State before = state(row.epoch(), row.step());
        switch (row.kind()) {
            case "begin" -> move(row, before, State.BEGUN, State.NOT_THERE, State.BEGUN);
            case "done" -> move(row, before, State.DONE, State.BEGUN);
            case "abandoned" -> move(row, before, State.NOT_THERE, State.BEGUN);
            case "undo_begin" -> move(row, before, State.UNDO_BEGUN, State.DONE, State.UNDO_BEGUN);
            case "undone" -> {
                // What another step's undo takes back has no statement of its own, so nothing of it is begun.
                boolean alone = step.get().getUndo().getSqlCount() > 0;
                if (!alone) {
                    inOrder(row);
                    mandated(row);
                }
                move(row, before, State.UNDONE, State.UNDO_BEGUN, alone ? State.UNDO_BEGUN : State.DONE);
            }
            case "undo_abandoned" -> move(row, before, State.DONE, State.UNDO_BEGUN);
            default -> findings.add("I3", where(row), "a kind of row that steps do not have: " + row.kind());
        }
        if (row.kind().equals("begin") || row.kind().equals("undo_begin")) {
            inOrder(row);
            mandated(row);
        }
    }

    private void move(LogRow row, State before, State after, State... allowed) {
        findings.require(
                List.of(allowed).contains(before),
                "I3",
                where(row),
                row.kind() + " of step " + row.step() + " of epoch " + row.epoch() + " when it was " + before);
        states.computeIfAbsent(row.epoch(), none -> new TreeMap<>()).put(row.step(), after);
        if (after == State.DONE && row.kind().equals("done")) {
            done.merge(new Key(row.epoch(), row.step()), 1, Integer::sum);
        }
    }

    /** Going forward everything before a step is done; going back everything behind it is gone. */
    private void inOrder(LogRow row) {
        boolean forward = row.kind().equals("begin");
        for (Step other : plan(row.epoch()).map(Plan::getStepsList).orElseThrow()) {
            State state = state(row.epoch(), other.getNumber());
            boolean wrong = forward
                    ? other.getNumber() < row.step() && state != State.DONE
                    : other.getNumber() > row.step() && state != State.NOT_THERE && state != State.UNDONE;
            findings.require(
                    !wrong,
                    "I3",
                    where(row),
                    row.kind() + " of step " + row.step() + " of epoch " + row.epoch() + " when step "
                            + other.getNumber() + " was " + state);
        }
    }

    /** The mandate is a directive that binds this node to this phase; that it came after the barrier the journal shows. */
    private void mandated(LogRow row) {
        Optional<Directive> directive = directives.directive(row.mandate()).map(PublishedDirectives.Published::content);
        boolean forward = row.kind().equals("begin");
        boolean binds = directive
                .filter(each -> each.getEpoch() == row.epoch()
                        && each.getOrder().getNodesList().contains(node.name())
                        && phaseOf(each.getOrder(), forward).equals(row.phase()))
                .isPresent();
        findings.require(
                binds,
                forward ? "I2" : "I6",
                where(row),
                row.kind() + " of a step of " + row.phase() + " under mandate " + row.mandate() + ", which is "
                        + directive
                                .map(each -> each.getOrder().getKindCase().toString())
                                .orElse("no directive"));
    }

    private static String phaseOf(Order order, boolean forward) {
        if (forward) {
            return order.hasOpenPhase()
                    ? order.getOpenPhase().getPhase().name()
                    : order.hasCatchUp() ? order.getCatchUp().getPhase().name() : "";
        }
        return order.hasUndo() ? order.getUndo().getPhase().name() : "";
    }

    private void end(EpochStory epoch) {
        Optional<Plan> plan = plan(epoch.number());
        boolean completed = epoch.outcome() == EpochOutcome.OUTCOME_COMPLETED;
        if (plan.isEmpty() || epoch.outcome() == EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED) {
            return;
        }
        for (Step step : plan.get().getStepsList()) {
            State state = state(epoch.number(), step.getNumber());
            String where = node.name() + ", epoch " + epoch.number() + ", step " + step.getNumber();
            findings.require(
                    completed ? state == State.DONE : state == State.NOT_THERE || state == State.UNDONE,
                    "I3",
                    where,
                    "the epoch ended " + epoch.outcome() + ", but the step (" + step.getSummary() + ") is " + state);
            int times = done.getOrDefault(new Key(epoch.number(), step.getNumber()), 0);
            findings.require(times <= 1, "I3", where, "done " + times + " times: " + step.getSummary());
        }
    }

    private Optional<Step> planned(LogRow row) {
        return plan(row.epoch())
                .flatMap(plan -> plan.getStepsList().stream()
                        .filter(step -> step.getNumber() == row.step())
                        .findFirst());
    }

    private Optional<Plan> plan(long epoch) {
        return fleet.epoch(epoch).flatMap(story -> story.plan(node.name()));
    }

    private State state(long epoch, int step) {
        return states.getOrDefault(epoch, Map.of()).getOrDefault(step, State.NOT_THERE);
    }

    private String where(LogRow row) {
        return node.name() + ", row " + row.number() + " of the log";
    }
}
