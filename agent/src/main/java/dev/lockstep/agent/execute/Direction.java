package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LogKind;

/** Whether a step is done or undone, and what the log says then. */
public enum Direction {
    FORWARD(LogKind.BEGIN, LogKind.DONE, LogKind.ABANDONED),
    BACKWARD(LogKind.UNDO_BEGIN, LogKind.UNDONE, LogKind.UNDO_ABANDONED);

    private final LogKind begun;
    private final LogKind finished;
    private final LogKind abandoned;

    Direction(LogKind begun, LogKind finished, LogKind abandoned) {
        this.begun = begun;
        this.finished = finished;
        this.abandoned = abandoned;
    }

    LogKind begun() {
        return begun;
    }

    LogKind finished() {
        return finished;
    }

    LogKind abandoned() {
        return abandoned;
    }
}
