package dev.lockstep.coordinator.core;

import dev.lockstep.coordinator.core.Command.GateHeld;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseOpened;
import java.util.List;
import java.util.Optional;

/**
 * The barrier between two phases (rules G1, G2; I1, I2, I9): the next one opens when every node of the roster has acknowledged this one, and then only with
 * the gate held.
 */
final class Barrier {
    private Barrier() {}

    /**
     * Whether nothing but the gate stands between this epoch and its next phase.
     *
     * @param soakedMillis how long RELEASE has been open, by a clock that cannot jump
     */
    static boolean isReady(Epoch epoch, long soakedMillis) {
        return mayLeave(epoch)
                && (epoch.phase() != Phase.RELEASE
                        || soakedMillis >= epoch.change().getRelease().getSoakMillis());
    }

    private static boolean mayLeave(Epoch epoch) {
        if (epoch.stage() != Stage.FORWARD || epoch.paused() || !epoch.everyNodeAcknowledged()) {
            return false;
        }
        boolean decided = switch (epoch.phase()) {
            case PREFLIGHT -> epoch.approval() != null;
            case RELEASE -> !epoch.releasedBy().isEmpty();
            default -> true;
        };
        return decided && PhaseTransitions.next(epoch.phases(), epoch.phase()).isPresent();
    }

    static Decision decide(FleetState state, GateHeld held) {
        Optional<Epoch> epoch = state.epoch(held.epoch())
                .filter(open -> open.phase() == held.phase() && isReady(open, held.soakedMillis()));
        Optional<Phase> next = epoch.flatMap(open -> PhaseTransitions.next(open.phases(), open.phase()));
        if (epoch.isEmpty() || next.isEmpty()) {
            return new Decision.Rejected(
                    Decision.Kind.WRONG_STATE,
                    "expected epoch " + held.epoch() + " to be ready to leave " + held.phase() + ", but it is not",
                    "");
        }
        Event opened = Event.newBuilder()
                .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(held.epoch()).setPhase(next.get()))
                .build();
        return new Decision.Accepted(List.of(opened), new Reply.Silence());
    }
}
