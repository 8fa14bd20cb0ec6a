package dev.lockstep.deploy.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;

/**
 * Decides after each failed attempt whether to ask again, and whom. Coordinators change: one dies, another one takes over
 * some seconds later, and meanwhile each names the leader that it last knew.
 */
final class LeaderSearch {

    private static final long PAUSE_MILLIS = 250;

    private final Channels channels;
    private final boolean changesSomething;
    private final long giveUpNanos;
    private int unreachableInARow;
    private boolean somebodyAnswered;

    /**
     * @param changesSomething whether asking twice could do twice what was asked
     * @param patienceMillis how long to wait for a leader, once a coordinator has answered
     */
    LeaderSearch(Channels channels, boolean changesSomething, long patienceMillis) {
        this.channels = channels;
        this.changesSomething = changesSomething;
        this.giveUpNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    /** Says that these coordinators answered before, so that even a time when none of them does is waited for. */
    LeaderSearch knowingThatTheyExist() {
        somebodyAnswered = true;
        return this;
    }

    /**
     * Returns when the request may be sent again.
     *
     * @throws CoordinatorFailure when asking again is of no use
     */
    void after(StatusRuntimeException failed) {
        CoordinatorFailure spoken = CoordinatorFailure.spokenIn(failed).orElse(null);
        if (spoken != null) {
            somebodyAnswered = true;
            unreachableInARow = 0;
            afterAnswer(spoken);
        } else {
            afterSilence(failed);
        }
    }

    private void afterAnswer(CoordinatorFailure spoken) {
        boolean passes = spoken.code().equals(CoordinatorFailure.NOT_LEADER)
                || spoken.code().equals(CoordinatorFailure.UNAVAILABLE);
        if (!passes || isTooLate()) {
            throw readable(spoken);
        }
        boolean namesOther = spoken.code().equals(CoordinatorFailure.NOT_LEADER)
                && !spoken.nextStep().isEmpty()
                && !spoken.nextStep().equals(channels.current());
        if (namesOther) {
            channels.goTo(spoken.nextStep());
        } else {
            pause();
            channels.goOn();
        }
    }

    private static CoordinatorFailure readable(CoordinatorFailure spoken) {
        return spoken.code().equals(CoordinatorFailure.NOT_LEADER)
                ? new CoordinatorFailure(
                        spoken.code(),
                        "expected a leading coordinator, but none took the lead in time: " + spoken.getMessage(),
                        "look at the coordinators' logs, and whether they reach Kafka and ZooKeeper")
                : spoken;
    }

    private void afterSilence(StatusRuntimeException failed) {
        Status status = failed.getStatus();
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            throw new CoordinatorFailure(
                    CoordinatorFailure.NO_ANSWER,
                    "expected an answer from " + channels.current() + ", but none came in time",
                    changesSomething ? "see whether it was done: lockstep status" : "try again");
        }
        if (status.getCode() != Status.Code.UNAVAILABLE) {
            throw new CoordinatorFailure(
                    status.getCode().name(),
                    "expected an answer from a coordinator at " + channels.current() + ", but got " + status.getCode()
                            + (status.getDescription() == null ? "" : ": " + status.getDescription()),
                    "see that the address is one of a coordinator of the same version");
        }
        if (changesSomething && !CoordinatorFailure.wasNeverSent(failed)) {
            throw new CoordinatorFailure(
                    CoordinatorFailure.UNKNOWN_OUTCOME,
                    "expected an answer from " + channels.current()
                            + ", but the contact broke; what was asked may or may not have been decided",
                    "look before you ask again: lockstep status");
        }
        unreachableInARow++;
        if (isTooLate() || (!somebodyAnswered && unreachableInARow >= channels.count())) {
            throw new CoordinatorFailure(
                    CoordinatorFailure.UNREACHABLE,
                    "expected a coordinator at " + channels + ", but nobody answers there",
                    "start one (lockstep coordinator, or lockstep sandbox), or name another:"
                            + " --coordinator HOST:PORT or LOCKSTEP_COORDINATOR");
        }
        pause();
        channels.goOn();
    }

    private boolean isTooLate() {
        return System.nanoTime() - giveUpNanos > 0;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CoordinatorFailure("INTERRUPTED", "interrupted while waiting for a coordinator", "");
        }
    }
}
