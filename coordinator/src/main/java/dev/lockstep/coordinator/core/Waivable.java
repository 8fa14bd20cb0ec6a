package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;
import java.util.Optional;

/**
 * The phases that may pass without a waived node. The only thing that a {@link Waiver} can be asked about: CONTRACT is not among them, and RELEASE, which leads
 * to it, is not either, so nothing that is decided about a waiver can open CONTRACT.
 */
enum Waivable {
    EXPAND,
    BACKFILL,
    VALIDATE;

    /** This phase, if a waiver can be about it. */
    static Optional<Waivable> of(Phase phase) {
        return switch (phase) {
            case EXPAND -> Optional.of(EXPAND);
            case BACKFILL -> Optional.of(BACKFILL);
            case VALIDATE -> Optional.of(VALIDATE);
            case PREFLIGHT, RELEASE, CONTRACT, PHASE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
