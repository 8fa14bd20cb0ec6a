package dev.lockstep.integration.everystep;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What happens to an agent at a step, or at its undo. */
enum Disturbance {
    /** The server answers with an error that may be gone the next time, before anything of the step ran. */
    FAILS_BEFORE,
    /** The same, after all of it ran. */
    FAILS_AFTER,
    /** The server answers with an error that a person has to look at, before anything of the step ran. Somebody resumes the epoch. */
    REFUSED_BEFORE,
    /** The same, after all of it ran. */
    REFUSED_AFTER,
    /** The statement is broken off while it runs; where it can be made to, while it waits for a lock. */
    CANCELLED_DURING,
    /** The agent dies with its sessions before the step ran. */
    KILLED_BEFORE,
    /** The same while it runs; where it can be made to, while it waits for a lock. */
    KILLED_DURING,
    /** The same after it ran, and before the ledger knows. */
    KILLED_AFTER,
    /** The same after the ledger knows, and before the agent knows that. */
    KILLED_IN_COMMIT,
    /** The epoch is paused before the step, and resumed. */
    PAUSED_BEFORE,
    /** The same while the step runs. */
    PAUSED_DURING,
    /** The epoch is halted before the step, and rolled back. */
    HALTED_BEFORE,
    /** The same while it runs: a halt breaks it off. */
    HALTED_DURING,
    /** The same after it is done. */
    HALTED_AFTER;

    /** On the way to the end. */
    static final Set<Disturbance> FORWARD = EnumSet.range(FAILS_BEFORE, PAUSED_DURING);

    /** Where the epoch turns round. */
    static final Set<Disturbance> TURNING = EnumSet.range(HALTED_BEFORE, HALTED_AFTER);

    /** On the way back. */
    static final Set<Disturbance> BACK = EnumSet.range(FAILS_BEFORE, KILLED_IN_COMMIT);

    boolean isBefore() {
        return name().endsWith("_BEFORE");
    }

    boolean isDuring() {
        return name().endsWith("_DURING");
    }

    boolean isAfter() {
        return name().endsWith("_AFTER");
    }

    boolean isRefusal() {
        return name().startsWith("REFUSED");
    }

    boolean isKill() {
        return name().startsWith("KILLED");
    }

    boolean isPause() {
        return name().startsWith("PAUSED");
    }

    boolean isHalt() {
        return TURNING.contains(this);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
