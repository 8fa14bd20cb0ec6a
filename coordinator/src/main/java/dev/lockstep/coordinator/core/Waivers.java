package dev.lockstep.coordinator.core;

import dev.lockstep.v1.CatchUp;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.UndoPhase;
import dev.lockstep.v1.WaiverEnded;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a node that phases pass without (rules G1, G3, G4): it gets orders of its own, one phase after the other, until it stands where the others are;
 * then its waiver ends. A waiver passes phases, never the end of an epoch.
 */
final class Waivers {
    private Waivers() {}

    /** The next events that the waivers of an epoch make due; empty for none. */
    static List<Event> next(FleetState state, Epoch epoch) {
        for (Map.Entry<String, Waiver> waiver : epoch.waivers().entrySet()) {
            String name = waiver.getKey();
            if (hasCaughtUp(epoch, epoch.node(name))) {
                return List.of(ended(epoch, name));
            }
            Optional<Phase> missed = missedPhase(epoch, epoch.node(name))
                    .filter(phase -> phase != waiver.getValue().ordered());
            if (missed.isPresent()) {
                return List.of(
                        Events.directive(state, epoch.number(), order(epoch, name, missed.get()), List.of(name)));
            }
        }
        return List.of();
    }

    private static boolean hasCaughtUp(Epoch epoch, EpochNode node) {
        return switch (epoch.stage()) {
            // CONTRACT is never worked on under a waiver: before it the node is one of the others again.
            case FORWARD ->
                node.acknowledged() == epoch.phase()
                        || missedPhase(epoch, node)
                                .filter(PhaseTransitions::isPastPointOfNoReturn)
                                .isPresent();
            case HALTING -> node.halted();
            case UNDOING -> node.halted() && node.undone() == epoch.phase();
            case WAITING, COMPLETED, ROLLED_BACK, REJECTED -> false;
        };
    }

    /** The phase that a waived node has to go through, or to undo, next; empty when it first has to halt. */
    static Optional<Phase> missedPhase(Epoch epoch, EpochNode node) {
        return switch (epoch.stage()) {
            case FORWARD -> PhaseTransitions.next(epoch.phases(), node.acknowledged());
            case UNDOING -> node.halted() ? missedUndo(epoch, node) : Optional.empty();
            case WAITING, HALTING, COMPLETED, ROLLED_BACK, REJECTED -> Optional.empty();
        };
    }

    private static Optional<Phase> missedUndo(Epoch epoch, EpochNode node) {
        // The times are those of the phases going forward: the last is the one in which the epoch turned round.
        return node.undone() == Phase.PHASE_UNSPECIFIED
                ? PhaseTransitions.firstUndo(epoch.openTime().phase())
                : PhaseTransitions.nextUndo(epoch.phases(), node.undone());
    }

    private static Order.Builder order(Epoch epoch, String name, Phase phase) {
        if (epoch.stage() == Stage.UNDOING) {
            return Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(phase));
        }
        CatchUp.Builder catchUp = CatchUp.newBuilder().setPhase(phase);
        if (epoch.approval() != null) {
            catchUp.setApproval(epoch.approval());
        }
        Waiver waiver = Objects.requireNonNull(epoch.waivers().get(name), name);
        Planned planned = epoch.node(name).planned();
        if (waiver.again() && planned != null) {
            catchUp.setPlan(planned.getPlan());
        }
        return Order.newBuilder().setCatchUp(catchUp);
    }

    /** Whether the epoch may end: not while a node may have something of it that the others have not, or the other way round. */
    static boolean mayEnd(Epoch epoch) {
        boolean nothingWasChanged =
                PhaseTransitions.firstUndo(epoch.openTime().phase()).isEmpty();
        return epoch.waivers().isEmpty() || epoch.stage().isGoingBack() && nothingWasChanged;
    }

    /** The nodes that a pause can stop. A waived one that was told to halt and has not is left to it: nothing else may come before. */
    static List<String> pausable(Epoch epoch) {
        List<String> left = epoch.stage() == Stage.UNDOING ? halting(epoch) : List.of();
        return epoch.names().stream().filter(name -> !left.contains(name)).toList();
    }

    /** The waived nodes that have not halted. */
    static List<String> halting(Epoch epoch) {
        return epoch.waivers().keySet().stream()
                .filter(name -> !epoch.node(name).halted())
                .toList();
    }

    /** The nodes that get the orders of the epoch: all but the waived ones. */
    static List<String> withoutWaiver(Epoch epoch, List<String> names) {
        return names.stream().filter(name -> !epoch.waivers().containsKey(name)).toList();
    }

    private static Event ended(Epoch epoch, String node) {
        return Event.newBuilder()
                .setWaiverEnded(
                        WaiverEnded.newBuilder().setEpoch(epoch.number()).setNode(node))
                .build();
    }
}
