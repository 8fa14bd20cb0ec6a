package dev.lockstep.coordinator.core;

import dev.lockstep.coordinator.core.Roster.Departure;
import dev.lockstep.coordinator.core.Roster.LeaveRequest;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochStarted;
import dev.lockstep.v1.LeaveRequested;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeWaived;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.WaiverEnded;
import java.util.List;
import java.util.Objects;

/** What decisions about the roster, and about the order of epochs, do to a fleet: the part of {@link Evolution} that is about them. */
final class RosterEvolution {
    private RosterEvolution() {}

    static FleetState joined(FleetState state, NodeJoined event) {
        String node = event.getMember().getNode();
        Applicant applicant =
                Objects.requireNonNull(state.roster().applicants().get(node), () -> "nobody knows node " + node);
        if (event.getAdmittedBy() == 0) {
            Member back = state.member(node).orElseThrow().broughtBack(applicant.schema());
            return state.with(back).with(state.roster().confirmed(node));
        }
        FleetState next = state.with(applicant.admitted(event.getAdmittedBy()))
                .with(state.roster().joined(node, event.getAdmittedBy()));
        for (long number : event.getAgainList()) {
            next = next.with(
                    Readmission.again(epoch(next, number), state.member(node).orElseThrow(), event));
        }
        return next;
    }

    static FleetState leaveRequested(FleetState state, LeaveRequested event) {
        return state.with(state.roster().wanting(event.getNode(), new LeaveRequest(event.getBy(), event.getReason())));
    }

    static FleetState left(FleetState state, NodeLeft event) {
        FleetState next = state.without(event.getNode())
                .with(state.roster()
                        .left(
                                event.getNode(),
                                new Departure(event.getRequestedBy(), event.getReason(), event.getConfirmedBy())));
        for (Epoch epoch : state.openEpochs()) {
            if (epoch.nodes().containsKey(event.getNode())) {
                next = next.with(epoch.without(event.getNode()));
            }
        }
        return next;
    }

    static FleetState waived(FleetState state, NodeWaived event) {
        Epoch epoch = epoch(state, event.getEpoch());
        return state.with(epoch.withWaiver(event.getNode(), Waiver.of(event.getBy(), event.getReason()))
                .withNode(event.getNode(), node -> node.failedWith(null)));
    }

    static FleetState waiverEnded(FleetState state, WaiverEnded event) {
        Epoch epoch = epoch(state, event.getEpoch());
        return state.with(epoch.withoutWaiver(event.getNode())
                .withNode(
                        event.getNode(),
                        node -> node.acknowledged() == epoch.phase() || epoch.stage() != Stage.FORWARD
                                ? node.admittedNow()
                                : node.beforeNextPhase()));
    }

    /** A waived node remembers which of its own orders it has. */
    static Epoch ordered(Epoch epoch, DirectiveIssued event) {
        Phase phase = ownPhase(event.getOrder());
        Epoch next = epoch;
        for (String node : event.getOrder().getNodesList()) {
            Waiver waiver = epoch.waivers().get(node);
            if (waiver != null) {
                next = next.withWaiver(node, waiver.ordering(phase));
            }
        }
        return next;
    }

    /** Any other order, such as a pause, takes the place of its own, which it has to get again. */
    private static Phase ownPhase(Order order) {
        return switch (order.getKindCase()) {
            case CATCH_UP -> order.getCatchUp().getPhase();
            case UNDO -> order.getUndo().getPhase();
            default -> Phase.PHASE_UNSPECIFIED;
        };
    }

    static FleetState started(FleetState state, EpochStarted event, long term, long atMillis) {
        EpochBuilder builder = epoch(state, event.getEpoch()).edit();
        builder.enter(Stage.FORWARD);
        builder.times = List.of(new Epoch.PhaseTime(Phase.PREFLIGHT, atMillis, 0, state.entries(), term));
        return state.with(builder.build());
    }

    private static Epoch epoch(FleetState state, long number) {
        return Objects.requireNonNull(state.epochs().get(number), () -> "no epoch " + number);
    }
}
