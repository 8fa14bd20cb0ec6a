package dev.lockstep.agent.execute;

import dev.lockstep.v1.StepFailed;

/** What became of a step. Contact lost is not one of these: it leaves as an exception, and the catalog decides. */
public sealed interface StepResult {
    /** The ledger says so. */
    record Done() implements StepResult {}

    /** The mandate is another one now, or work must stop: look again. */
    record Moved() implements StepResult {}

    /** It could not be done. */
    record Failed(StepFailed failure) implements StepResult {}
}
