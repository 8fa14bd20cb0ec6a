package dev.lockstep.coordinator.api;

/**
 * A request that is answered with no: nothing has changed.
 *
 * <p>The message reads <i>expected …, but …</i>; the next step says what to do.
 */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String nextStep;

    public RequestRefused(Code code, String message, String nextStep) {
        super(message, null, false, false);
        this.code = code;
        this.nextStep = nextStep;
    }

    public Code code() {
        return code;
    }

    /** What the user can do; for {@link Code#NOT_LEADER} the leader's "host:port", empty when none is known. */
    public String nextStep() {
        return nextStep;
    }

    /** Stable words for scripts. */
    public enum Code {
        /** The request itself is wrong: a change file with errors, an empty name. */
        INVALID,
        /** No such fleet, epoch or node. */
        NOT_FOUND,
        /** Not in this state: approve before the plans are there, rollback after CONTRACT has opened. */
        WRONG_STATE,
        /** The approval names other plans than those that would run. */
        STALE_APPROVAL,
        /** The approval has no signature of somebody whose approvals count. */
        NOT_APPROVER,
        /** Would lose data, and was not confirmed. */
        NEEDS_CONFIRMATION,
        /** Ask the leader. */
        NOT_LEADER,
        /** Kafka, ZooKeeper or agents cannot be reached; nothing was decided. */
        UNAVAILABLE,
        /** The fleet is stopped: its journal is damaged. */
        DAMAGED
    }
}
