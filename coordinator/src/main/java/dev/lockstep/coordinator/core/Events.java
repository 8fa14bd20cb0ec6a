package dev.lockstep.coordinator.core;

import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.Close;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodesAdmitted;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.UndoPhase;
import java.util.List;

/** Events, and the orders in them, that are made in more than one place. */
final class Events {
    private Events() {}

    /** The next directive of the fleet. */
    static Event directive(FleetState state, long epoch, Order.Builder order, Iterable<String> nodes) {
        return Event.newBuilder()
                .setDirectiveIssued(DirectiveIssued.newBuilder()
                        .setNumber(state.directives() + 1)
                        .setEpoch(epoch)
                        .setOrder(order.addAllNodes(nodes)))
                .build();
    }

    /** What replay is held against: the hash of this state, which every event before has made. */
    static Event checkpoint(FleetState state) {
        return Event.newBuilder()
                .setCheckpointTaken(CheckpointTaken.newBuilder()
                        .setStateHash(StateHash.of(state))
                        .setForm(StateHash.FORM))
                .build();
    }

    static Event admitted(Epoch epoch, List<String> nodes) {
        return Event.newBuilder()
                .setNodesAdmitted(
                        NodesAdmitted.newBuilder().setEpoch(epoch.number()).addAllNodes(nodes))
                .build();
    }

    static Event paused(Epoch epoch, String by, String reason) {
        return Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder()
                        .setEpoch(epoch.number())
                        .setBy(by)
                        .setReason(reason))
                .build();
    }

    static Event closed(Epoch epoch, EpochOutcome outcome, String reason) {
        return Event.newBuilder()
                .setEpochClosed(EpochClosed.newBuilder()
                        .setEpoch(epoch.number())
                        .setOutcome(outcome)
                        .setReason(reason))
                .build();
    }

    static Order.Builder closeOrder(EpochOutcome outcome) {
        return Order.newBuilder().setClose(Close.newBuilder().setOutcome(outcome));
    }

    /** The order under which nodes work on what is open now. */
    static Order.Builder workOrder(Epoch epoch) {
        if (epoch.stage() == Stage.UNDOING) {
            return Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(epoch.phase()));
        }
        if (epoch.approval() == null) {
            return Order.newBuilder()
                    .setPrepare(Prepare.newBuilder()
                            .setChange(epoch.changeBytes())
                            .setChangeHash(epoch.changeHash())
                            .addAllRoster(epoch.roster()));
        }
        return Order.newBuilder()
                .setOpenPhase(OpenPhase.newBuilder().setPhase(epoch.phase()).setApproval(epoch.approval()));
    }
}
