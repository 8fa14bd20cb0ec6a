package dev.lockstep.coordinator.core;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where an epoch stands.
 *
 * <pre>
 *   WAITING ──▶ FORWARD, or ROLLED_BACK, or REJECTED (each of its nodes was quarantined meanwhile)
 *
 *   FORWARD ──▶ COMPLETED
 *      │  └───▶ REJECTED        (PREFLIGHT said no)
 *      ▼
 *   HALTING ──▶ UNDOING ──▶ ROLLED_BACK
 *      └──────────────────────▶┘ (nothing was expanded yet)
 * </pre>
 */
public enum Stage {
    /** Not started yet: an earlier epoch stands in the way ({@link Overlap}). */
    WAITING,
    /** Going through the phases. */
    FORWARD,
    /** Going back, first half: every node becomes quiet. */
    HALTING,
    /** Going back, second half: phase by phase, last first. */
    UNDOING,
    COMPLETED,
    ROLLED_BACK,
    REJECTED;

    private static final Set<Stage> ENDED = Arrays.stream(values())
            .filter(stage -> stage.next().isEmpty())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));

    /** The stages that may follow this one. The only table of them: {@link Evolution} refuses every other step. */
    public Set<Stage> next() {
        return switch (this) {
            case WAITING -> Set.of(FORWARD, ROLLED_BACK, REJECTED);
            case FORWARD -> Set.of(HALTING, COMPLETED, REJECTED);
            case HALTING -> Set.of(UNDOING, ROLLED_BACK);
            case UNDOING -> Set.of(ROLLED_BACK);
            case COMPLETED, ROLLED_BACK, REJECTED -> Set.of();
        };
    }

    /** Whether none may follow. */
    public boolean isEnded() {
        return ENDED.contains(this);
    }

    public boolean isGoingBack() {
        return this == HALTING || this == UNDOING;
    }
}
