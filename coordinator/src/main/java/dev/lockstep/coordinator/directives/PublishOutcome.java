package dev.lockstep.coordinator.directives;

/** What became of publishing. */
public sealed interface PublishOutcome {
    /**
     * Every decided directive stands on the topic and was read back.
     *
     * @param number of the last one; 0 when there is none
     */
    record Published(long number) implements PublishOutcome {}

    /**
     * The topic holds a directive with a trusted signature that the journal did not decide (rule L4). Stop the fleet.
     *
     * @param number of the directive
     */
    record Damaged(long number, String reason) implements PublishOutcome {}

    /** Kafka did not answer in time; publish again. */
    record Unclear(String reason) implements PublishOutcome {}
}
