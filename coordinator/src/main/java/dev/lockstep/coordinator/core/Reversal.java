package dev.lockstep.coordinator.core;

import java.util.Optional;

/** When it is too late for a rollback: what to do instead. */
final class Reversal {
    private Reversal() {}

    /** The refusal of a rollback of an epoch that can only go forward, with the offer of a change that reverses it; empty when it is not too late. */
    static Optional<Decision> instead(FleetState state, long number) {
        return state.epoch(number).flatMap(epoch -> {
            if (epoch.stage() == Stage.COMPLETED) {
                return refusal(
                        "expected an open epoch, but epoch " + number + " is COMPLETED",
                        "for a change that takes it back: lockstep reverse --epoch " + number);
            }
            if (epoch.stage() == Stage.FORWARD && PhaseTransitions.isPastPointOfNoReturn(epoch.phase())) {
                return refusal(
                        "expected epoch " + number + " to be before CONTRACT, but CONTRACT has opened and the old"
                                + " shape may be gone",
                        "let it complete (resume it if it is paused); then, for a change that takes it back: lockstep"
                                + " reverse --epoch " + number);
            }
            return Optional.empty();
        });
    }

    private static Optional<Decision> refusal(String message, String nextStep) {
        return Optional.of(new Decision.Rejected(Decision.Kind.WRONG_STATE, message, nextStep));
    }
}
