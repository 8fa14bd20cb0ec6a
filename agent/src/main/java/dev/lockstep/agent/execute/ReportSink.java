package dev.lockstep.agent.execute;

import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;

/** Where a node's reports go. Thread-safe. */
public interface ReportSink {
    /**
     * Reports an outcome that the ledger holds, and repeats it until it is acknowledged. The same outcome given again does nothing.
     *
     * @param outcome stamped with its mandate; incarnation and sequence are put in here
     */
    void outcome(Report outcome);

    /**
     * Reports a directive that the node does not accept.
     *
     * @param number of the directive
     */
    void refusal(long number, String reason);

    /** Drops what was said of an epoch that has ended. */
    void forget(long epoch);

    /** Shows what is going on; may be dropped. */
    void progress(Progress.Builder progress);
}
