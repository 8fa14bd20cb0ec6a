package dev.lockstep.agent.ledger;

import dev.lockstep.v1.Phase;

/** What is to be appended to the log; number and hash follow from the row before. */
public record LogEntry(long epoch, long mandate, long incarnation, LogKind kind, Phase phase, int step, String detail) {
    /** An entry about a step, under a mandate. */
    public static LogEntry ofStep(Mandate mandate, LogKind kind, Phase phase, int step, String detail) {
        return new LogEntry(mandate.epoch(), mandate.number(), mandate.incarnation(), kind, phase, step, detail);
    }
}
