package dev.lockstep.coordinator.core;

/**
 * Where an epoch stands.
 *
 * <pre>
 *   FORWARD ──▶ COMPLETED
 *      │  └───▶ REJECTED        (PREFLIGHT said no)
 *      ▼
 *   HALTING ──▶ UNDOING ──▶ ROLLED_BACK
 *      └──────────────────────▶┘ (nothing was expanded yet)
 * </pre>
 */
public enum Stage {
    /** Going through the phases. */
    FORWARD,
    /** Going back, first half: every node becomes quiet. */
    HALTING,
    /** Going back, second half: phase by phase, last first. */
    UNDOING,
    COMPLETED,
    ROLLED_BACK,
    REJECTED;

    public boolean isEnded() {
        return this == COMPLETED || this == ROLLED_BACK || this == REJECTED;
    }

    public boolean isGoingBack() {
        return this == HALTING || this == UNDOING;
    }
}
