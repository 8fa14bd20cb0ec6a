package dev.lockstep.agent.execute;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agent's brain: pure decisions about what comes next, after a start or a crash alike. Thread-safe. */
public final class StepDecisions {

    /** What an epoch needs next, under a mandate that has no outcome yet. */
    public NextAction next(Situation situation) {
        return switch (situation.order().getKindCase()) {
            case PREPARE -> prepare(situation);
            case OPEN_PHASE ->
                forward(situation, situation.order().getOpenPhase().getPhase());
            case CATCH_UP -> forward(situation, situation.order().getCatchUp().getPhase());
            case HALT -> halt(situation);
            case UNDO -> backward(situation, situation.order().getUndo().getPhase());
            case PAUSE, CLOSE, ADMIT, DISMISS, KIND_NOT_SET -> new NextAction.Idle();
        };
    }

    private static NextAction prepare(Situation situation) {
        return situation.isTouched()
                ? new NextAction.RefuseOrder(
                        Phase.PREFLIGHT,
                        0,
                        "expected to plan before any step ran, but the ledger holds steps of this epoch",
                        "Roll the epoch back, and apply the change again.")
                : new NextAction.MakePlan();
    }

    private static NextAction forward(Situation situation, Phase phase) {
        if (situation.plan().isEmpty()) {
            return new NextAction.RefuseOrder(
                    phase,
                    0,
                    "expected a plan in the ledger before phase " + phase + ", found none",
                    "Roll the epoch back, and apply the change again.");
        }
        Optional<NextAction> unsettled = settleUndo(situation);
        if (unsettled.isPresent()) {
            return unsettled.get();
        }
        for (Step step : situation.steps()) {
            boolean done = situation.stateOf(step) == StepState.DONE;
            if (step.getPhase() == phase && !done) {
                return new NextAction.RunStep(step);
            }
            if (step.getPhase().getNumber() < phase.getNumber() && !done) {
                return new NextAction.RefuseOrder(
                        phase,
                        step.getNumber(),
                        "expected every step before phase " + phase + " to be done, but step " + step.getNumber()
                                + " of " + step.getPhase() + " is not",
                        "Roll the epoch back, or find out why the node was let through.");
            }
        }
        return new NextAction.FinishPhase(phase);
    }

    private static NextAction halt(Situation situation) {
        Optional<NextAction> unsettled = settleAny(situation);
        return unsettled.orElseGet(NextAction.AcknowledgeHalt::new);
    }

    private static NextAction backward(Situation situation, Phase phase) {
        Optional<NextAction> unsettled = settleForward(situation);
        if (unsettled.isPresent()) {
            return unsettled.get();
        }
        List<Step> steps = new ArrayList<>(situation.steps());
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            // What has no way back stays: whoever rolled back has been told so.
            boolean stays = !step.getUndo().getIrreversible().isEmpty() && step.getPhase() != Phase.CONTRACT;
            boolean there = !stays && situation.stateOf(step) != StepState.NOT_DONE;
            if (there && step.getPhase().getNumber() > phase.getNumber()) {
                return new NextAction.RefuseOrder(
                        phase,
                        step.getNumber(),
                        "expected every step after phase " + phase + " to be undone, but step " + step.getNumber()
                                + " of " + step.getPhase() + " is not",
                        "Undo phase " + step.getPhase() + " first.");
            }
            if (there && step.getPhase() == phase) {
                return undo(step);
            }
        }
        return new NextAction.FinishUndo(phase);
    }

    private static NextAction undo(Step step) {
        String irreversible = step.getUndo().getIrreversible();
        return irreversible.isEmpty()
                ? new NextAction.UndoStep(step)
                : new NextAction.RefuseOrder(
                        step.getPhase(),
                        step.getNumber(),
                        "expected a way back from step " + step.getNumber() + " (" + step.getSummary()
                                + "), but there is none: " + irreversible,
                        "Go on to the end of the epoch, and make a new change that repairs it.");
    }

    private static Optional<NextAction> settleAny(Situation situation) {
        Optional<NextAction> forward = settleForward(situation);
        return forward.isPresent() ? forward : settleUndo(situation);
    }

    private static Optional<NextAction> settleForward(Situation situation) {
        return settle(situation, StepState.BEGUN, Direction.FORWARD);
    }

    private static Optional<NextAction> settleUndo(Situation situation) {
        return settle(situation, StepState.UNDO_BEGUN, Direction.BACKWARD);
    }

    private static Optional<NextAction> settle(Situation situation, StepState state, Direction direction) {
        return situation.steps().stream()
                .filter(step -> situation.stateOf(step) == state)
                .findFirst()
                .map(step -> new NextAction.SettleStep(step, direction));
    }

    /**
     * Whether a step may run, after the catalog was asked.
     *
     * @param begun whether the ledger says that this direction of it was begun
     */
    public Resolution toRun(boolean begun, Probe probe, boolean hasCleanup) {
        return switch (probe) {
            case AT_START -> Resolution.RUN;
            case AT_END -> begun ? Resolution.RECORD_FINISHED : Resolution.FAIL_CHANGED;
            case BETWEEN -> between(begun, hasCleanup);
        };
    }

    /** What becomes of a begun step that must not go on, after the catalog was asked. */
    public Resolution toSettle(Probe probe, boolean hasCleanup) {
        return switch (probe) {
            case AT_START -> Resolution.RECORD_ABANDONED;
            case AT_END -> Resolution.RECORD_FINISHED;
            case BETWEEN -> between(true, hasCleanup);
        };
    }

    private static Resolution between(boolean begun, boolean hasCleanup) {
        if (!begun) {
            return Resolution.FAIL_CHANGED;
        }
        return hasCleanup ? Resolution.CLEAN_UP : Resolution.FAIL_TORN;
    }
}
