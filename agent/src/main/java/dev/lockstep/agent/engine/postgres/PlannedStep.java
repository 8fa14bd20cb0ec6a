package dev.lockstep.agent.engine.postgres;

/**
 * One step, written for the live tables and for their copies.
 *
 * @param line of the operation in the change file
 */
record PlannedStep(StepDraft live, StepDraft copy, int line) {}
