package dev.lockstep.agent.execute;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;

/** What an epoch needs next on a node. */
public sealed interface NextAction {
    /** Nothing, until another directive comes. */
    record Idle() implements NextAction {}

    /** A plan. */
    record MakePlan() implements NextAction {}

    /** A step of the open phase: begun or not, the catalog is asked first. */
    record RunStep(Step step) implements NextAction {}

    /** A step was begun and must not go on: find out whether it is done, or remove what it left. */
    record SettleStep(Step step, Direction direction) implements NextAction {}

    /** The undo of a done step. */
    record UndoStep(Step step) implements NextAction {}

    /** To report that all steps of the phase are done. */
    record FinishPhase(Phase phase) implements NextAction {}

    /** To report that no step is begun without done. */
    record AcknowledgeHalt() implements NextAction {}

    /** To report that all steps of the phase are undone. */
    record FinishUndo(Phase phase) implements NextAction {}

    /** To report that the order cannot be followed. */
    record RefuseOrder(Phase phase, int step, String reason, String advice) implements NextAction {}
}
