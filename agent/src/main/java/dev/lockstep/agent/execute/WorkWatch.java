package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.v1.Progress;

/** What the work on a node asks and tells while it goes on. Thread-safe. */
public interface WorkWatch {
    /** Whether a step or a batch may still start under this mandate: nothing newer has come in, and the node is confirmed. */
    boolean mayStart(Mandate mandate);

    /** What is going on; fleet and node are filled in. */
    void progress(Progress.Builder progress);

    /** A step, or its undo, is done. */
    void stepDone(StepWork work, long millis);

    /** A batch was committed. */
    void batchDone(int rows);

    /** A lock was not given. */
    void lockWaited();
}
