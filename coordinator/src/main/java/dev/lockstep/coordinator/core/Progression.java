package dev.lockstep.coordinator.core;

import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.RollbackStarted;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.StepFailed;
import dev.lockstep.v1.UndoOpened;
import dev.lockstep.v1.UndoPhase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows from the state by itself: nobody has to ask for it. Each rule gives a few events, or none; the caller applies them and asks again until there
 * are none, so that each directive is numbered on the state before it.
 */
public final class Progression {
    private Progression() {}

    /** The next events that are due; empty when everything waits for somebody. */
    public static List<Event> next(FleetState state) {
        for (Epoch epoch : state.openEpochs()) {
            List<Event> events = next(state, epoch);
            if (!events.isEmpty()) {
                return events;
            }
        }
        return List.of();
    }

    private static List<Event> next(FleetState state, Epoch epoch) {
        if (epoch.paused()) {
            return List.of();
        }
        if (epoch.stage() == Stage.WAITING) {
            return Overlap.start(state, epoch);
        }
        Optional<String> failed = firstFailed(epoch);
        if (failed.isPresent()) {
            return afterFailure(state, epoch, failed.get());
        }
        List<Event> ofWaivers = Waivers.next(state, epoch);
        if (!ofWaivers.isEmpty()) {
            return ofWaivers;
        }
        return switch (epoch.stage()) {
            case FORWARD -> forward(state, epoch);
            case HALTING -> WaitsFor.pending(epoch).isEmpty() ? startUndo(state, epoch) : List.of();
            case UNDOING -> WaitsFor.pending(epoch).isEmpty() ? nextUndo(state, epoch) : List.of();
            case WAITING, COMPLETED, ROLLED_BACK, REJECTED -> List.of();
        };
    }

    private static List<Event> forward(FleetState state, Epoch epoch) {
        if (epoch.phase() == Phase.PREFLIGHT) {
            return afterPreflight(state, epoch);
        }
        if (epoch.everyNodeAcknowledged()) {
            return PhaseTransitions.next(epoch.phases(), epoch.phase()).isEmpty() && Waivers.mayEnd(epoch)
                    ? close(state, epoch, EpochOutcome.OUTCOME_COMPLETED, Quarantine.completion(epoch))
                    : List.of();
        }
        List<String> admissible = Waves.admissible(epoch.change().getRollout(), state.members(), epoch);
        if (admissible.isEmpty()) {
            return List.of();
        }
        return List.of(
                Events.admitted(epoch, admissible),
                Events.directive(state, epoch.number(), Events.workOrder(epoch), admissible));
    }

    private static List<Event> afterPreflight(FleetState state, Epoch epoch) {
        List<String> refusing = epoch.namesWhere(EpochNode::refused);
        boolean allAnswered = epoch.namesWhere(node -> !node.isPlanned()).isEmpty();
        if (!allAnswered || refusing.isEmpty()) {
            return List.of();
        }
        return Quarantine.ofRefusing(state, epoch, refusing)
                .orElseGet(() -> close(state, epoch, EpochOutcome.OUTCOME_REJECTED, refusalOf(epoch, refusing)));
    }

    private static String refusalOf(Epoch epoch, List<String> refusing) {
        StringBuilder reason = new StringBuilder("PREFLIGHT refused on " + String.join(", ", refusing));
        for (String name : refusing) {
            String said = refusalOf(epoch.node(name));
            if (!said.isEmpty()) {
                reason.append("; ").append(name).append(" says: ").append(said);
            }
        }
        return reason.toString();
    }

    /** Why a node refused, in its words; empty where it did not. */
    static String refusalOf(EpochNode node) {
        Planned answer = node.planned();
        return answer == null
                ? ""
                : answer.getFindingsList().stream()
                        .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                        .map(Finding::getMessage)
                        .collect(Collectors.joining("; "));
    }

    private static List<Event> startUndo(FleetState state, Epoch epoch) {
        return PhaseTransitions.firstUndo(epoch.phase())
                .map(phase -> openUndo(state, epoch, phase))
                .orElseGet(() -> goneBack(state, epoch));
    }

    private static List<Event> nextUndo(FleetState state, Epoch epoch) {
        return PhaseTransitions.nextUndo(epoch.phases(), epoch.phase())
                .map(phase -> openUndo(state, epoch, phase))
                .orElseGet(() -> goneBack(state, epoch));
    }

    private static List<Event> goneBack(FleetState state, Epoch epoch) {
        return Waivers.mayEnd(epoch)
                ? close(state, epoch, EpochOutcome.OUTCOME_ROLLED_BACK, epoch.reason())
                : List.of();
    }

    private static List<Event> openUndo(FleetState state, Epoch epoch, Phase phase) {
        Event opened = Event.newBuilder()
                .setUndoOpened(UndoOpened.newBuilder().setEpoch(epoch.number()).setPhase(phase))
                .build();
        Order.Builder order = Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(phase));
        List<String> names = Waivers.withoutWaiver(epoch, Evolution.sorted(epoch.names()));
        if (names.isEmpty()) {
            return List.of();
        }
        return List.of(opened, Events.admitted(epoch, names), Events.directive(state, epoch.number(), order, names));
    }

    private static List<Event> close(FleetState state, Epoch epoch, EpochOutcome outcome, String reason) {
        return List.of(
                Events.closed(epoch, outcome, reason),
                Events.directive(state, epoch.number(), Events.closeOrder(outcome), epoch.names()));
    }

    private static Optional<String> firstFailed(Epoch epoch) {
        return epoch.namesWhere(node -> node.failure() != null).stream().findFirst();
    }

    /** A failed node stops the epoch: it pauses, turns round, or goes on without the node, as the change says for the phase. */
    private static List<Event> afterFailure(FleetState state, Epoch epoch, String node) {
        String reason = failureOf(epoch, node);
        return FailureRules.byPolicy(state, epoch, Map.of(node, reason), reason);
    }

    static List<Event> turnRound(FleetState state, Epoch epoch, String by, String reason) {
        return List.of(
                Event.newBuilder()
                        .setRollbackStarted(RollbackStarted.newBuilder()
                                .setEpoch(epoch.number())
                                .setBy(by)
                                .setReason(reason))
                        .build(),
                Events.directive(
                        state,
                        epoch.number(),
                        Order.newBuilder().setHalt(Halt.newBuilder().setReason(reason)),
                        epoch.names()));
    }

    private static String failureOf(Epoch epoch, String node) {
        StepFailed failure = epoch.node(node).failure();
        if (failure == null) {
            return node + " failed";
        }
        return "node " + node + ", " + failure.getPhase() + " step " + failure.getStep() + " (" + failure.getSummary()
                + "): " + failure.getServerMessage()
                + (failure.getAdvice().isEmpty() ? "" : "; " + failure.getAdvice());
    }
}
