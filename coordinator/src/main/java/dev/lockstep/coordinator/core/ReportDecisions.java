package dev.lockstep.coordinator.core;

import dev.lockstep.v1.DirectiveRefused;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeFailed;
import dev.lockstep.v1.NodeHalted;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.NodeUndone;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import java.util.List;
import java.util.Optional;

/**
 * What a report changes. A repetition changes nothing and is acknowledged again; so is one about a mandate that has been replaced, because nobody needs it any
 * more. A report of a node that is held is answered with the reason. One of an agent that has been replaced is not answered at all, nor is one about a
 * directive that this state does not know: another coordinator has decided it, and only that one can say whether the report is needed.
 */
final class ReportDecisions {
    private ReportDecisions() {}

    static Decision decide(FleetState state, Report report) {
        ReportStamp stamp = report.getStamp();
        Optional<Member> member = state.member(stamp.getNode());
        Roster.Departure departure = state.roster().departed().get(stamp.getNode());
        if (departure != null) {
            return new Decision.Accepted(
                    List.of(),
                    new Reply.Held(stamp.getNode(), stamp.getIncarnation(), NodeAdmission.reasonOf(departure)));
        }
        if (member.isEmpty() || member.get().incarnation() != stamp.getIncarnation()) {
            return new Decision.Accepted(List.of(), new Reply.Silence());
        }
        if (!member.get().held().isEmpty()) {
            return new Decision.Accepted(
                    List.of(),
                    new Reply.Held(
                            stamp.getNode(),
                            stamp.getIncarnation(),
                            member.get().held()));
        }
        // What a node refuses may well have a number that nobody has decided: that is why it refuses.
        if (!report.hasRefusal() && stamp.getMandate() > state.directives()) {
            return new Decision.Accepted(List.of(), new Reply.Silence());
        }
        Optional<String> wrongPlan = report.hasPlanned() ? PlanCheck.objection(state, report) : Optional.empty();
        if (wrongPlan.isPresent()) {
            return new Decision.Rejected(
                    Decision.Kind.INVALID,
                    wrongPlan.get(),
                    "run an agent of the coordinator's version beside node " + stamp.getNode());
        }
        Reply reply = new Reply.Acknowledged(stamp.getNode(), stamp.getIncarnation(), stamp.getSequence());
        return new Decision.Accepted(eventOf(state, report).map(List::of).orElse(List.of()), reply);
    }

    private static Optional<Event> eventOf(FleetState state, Report report) {
        if (report.hasRefusal()) {
            return refusal(state, report);
        }
        Optional<Epoch> epoch = state.epoch(report.getEpoch())
                .filter(Epoch::isOpen)
                .filter(open -> open.nodes().containsKey(report.getStamp().getNode()));
        return epoch.flatMap(open -> outcome(open, report));
    }

    private static Optional<Event> outcome(Epoch epoch, Report report) {
        EpochNode node = epoch.node(report.getStamp().getNode());
        boolean byMandate = report.getStamp().getMandate() == node.mandate();
        return switch (report.getOutcomeCase()) {
            case PLANNED -> given(isAwaitedPlan(epoch, node, report), planned(report));
            case PHASE_DONE -> given(isAwaitedPhase(epoch, node, report), acknowledged(report));
            case STEP_FAILED ->
                given(byMandate && isAtWork(epoch, report.getStamp().getNode()), failed(report));
            case HALTED -> given(byMandate && isAwaitedHalt(epoch, node, report), halted(report));
            case UNDO_DONE -> given(isAwaitedUndo(epoch, node, report), undone(report));
            case REFUSAL, OUTCOME_NOT_SET -> Optional.empty();
        };
    }

    private static boolean isAtWork(Epoch epoch, String name) {
        EpochNode node = epoch.node(name);
        boolean isWaived = epoch.waivers().containsKey(name);
        return !epoch.paused() && node.failure() == null && (isWaived || WaitsFor.isPending(epoch, name));
    }

    private static boolean isAwaitedPlan(Epoch epoch, EpochNode node, Report report) {
        return epoch.stage() == Stage.FORWARD
                && epoch.phase() == Phase.PREFLIGHT
                && !node.isPlanned()
                && report.getStamp().getMandate() >= node.openedBy()
                && node.openedBy() > 0;
    }

    private static boolean isAwaitedHalt(Epoch epoch, EpochNode node, Report report) {
        boolean late = epoch.stage() == Stage.UNDOING
                && epoch.waivers().containsKey(report.getStamp().getNode());
        return (epoch.stage() == Stage.HALTING || late) && !node.halted();
    }

    /** A phase that is done stays done: the report counts also when a pause came in between. */
    private static boolean isAwaitedPhase(Epoch epoch, EpochNode node, Report report) {
        if (epoch.waivers().containsKey(report.getStamp().getNode())) {
            return epoch.stage() == Stage.FORWARD
                    && isMissed(epoch, node, report.getPhaseDone().getPhase())
                    && node.openedBy() > 0
                    && report.getStamp().getMandate() >= node.openedBy();
        }
        return epoch.stage() == Stage.FORWARD
                && report.getPhaseDone().getPhase() == epoch.phase()
                && epoch.phase() != Phase.PREFLIGHT
                && node.admitted()
                && node.acknowledged() != epoch.phase()
                && node.openedBy() > 0
                && report.getStamp().getMandate() >= node.openedBy();
    }

    private static boolean isAwaitedUndo(Epoch epoch, EpochNode node, Report report) {
        if (epoch.waivers().containsKey(report.getStamp().getNode())) {
            return epoch.stage() == Stage.UNDOING
                    && isMissed(epoch, node, report.getUndoDone().getPhase())
                    && node.openedBy() > 0
                    && report.getStamp().getMandate() >= node.openedBy();
        }
        return epoch.stage() == Stage.UNDOING
                && report.getUndoDone().getPhase() == epoch.phase()
                && node.undone() != epoch.phase()
                && node.openedBy() > 0
                && report.getStamp().getMandate() >= node.openedBy();
    }

    private static boolean isMissed(Epoch epoch, EpochNode node, Phase phase) {
        return Waivers.missedPhase(epoch, node).equals(Optional.of(phase));
    }

    private static Optional<Event> given(boolean condition, Event.Builder event) {
        return condition ? Optional.of(event.build()) : Optional.empty();
    }

    private static Event.Builder planned(Report report) {
        return Event.newBuilder()
                .setNodePlanned(NodePlanned.newBuilder()
                        .setEpoch(report.getEpoch())
                        .setStamp(report.getStamp())
                        .setPlanned(report.getPlanned()));
    }

    private static Event.Builder acknowledged(Report report) {
        return Event.newBuilder()
                .setPhaseAcknowledged(PhaseAcknowledged.newBuilder()
                        .setEpoch(report.getEpoch())
                        .setStamp(report.getStamp())
                        .setDone(report.getPhaseDone()));
    }

    private static Event.Builder failed(Report report) {
        return Event.newBuilder()
                .setNodeFailed(NodeFailed.newBuilder()
                        .setEpoch(report.getEpoch())
                        .setStamp(report.getStamp())
                        .setFailure(report.getStepFailed()));
    }

    private static Event.Builder halted(Report report) {
        return Event.newBuilder()
                .setNodeHalted(
                        NodeHalted.newBuilder().setEpoch(report.getEpoch()).setStamp(report.getStamp()));
    }

    private static Event.Builder undone(Report report) {
        return Event.newBuilder()
                .setNodeUndone(NodeUndone.newBuilder()
                        .setEpoch(report.getEpoch())
                        .setStamp(report.getStamp())
                        .setDone(report.getUndoDone()));
    }

    private static Optional<Event> refusal(FleetState state, Report report) {
        String key = Evolution.refusalKey(
                report.getStamp().getNode(),
                report.getRefusal().getNumber(),
                report.getRefusal().getReason());
        if (state.refusals().contains(key)) {
            return Optional.empty();
        }
        return Optional.of(Event.newBuilder()
                .setDirectiveRefused(DirectiveRefused.newBuilder()
                        .setStamp(report.getStamp())
                        .setNumber(report.getRefusal().getNumber())
                        .setReason(report.getRefusal().getReason()))
                .build());
    }
}
