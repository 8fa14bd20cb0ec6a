package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;

/**
 * A decision that phases of an epoch pass without one lost node. In force until the node has caught up, or has left.
 *
 * @param by who decided
 * @param reason why
 * @param again whether it goes through the epoch again, because its database is an older one: then its ledger may not even have its plan
 * @param ordered the phase that the node was last ordered to catch up on, or to undo on its own; unspecified for none
 */
public record Waiver(String by, String reason, boolean again, Phase ordered) {
    static Waiver of(String by, String reason) {
        return new Waiver(by, reason, false, Phase.PHASE_UNSPECIFIED);
    }

    static Waiver again(String by, String reason) {
        return new Waiver(by, reason, true, Phase.PHASE_UNSPECIFIED);
    }

    /** What a waiver is for: every phase that can be waived at all. */
    boolean excuses(Waivable phase) {
        return switch (phase) {
            case EXPAND, BACKFILL, VALIDATE -> true;
        };
    }

    Waiver ordering(Phase phase) {
        return new Waiver(by, reason, again, phase);
    }
}
