package dev.lockstep.coordinator.view;

import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.EpochNode;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.coordinator.core.WaitsFor;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One epoch as users see it. */
final class EpochView {
    private EpochView() {}

    static EpochStatus of(FleetView view, Epoch epoch, Map<String, LiveNode> live) {
        EpochStatus.Builder status = EpochStatus.newBuilder()
                .setFleet(view.state().fleet())
                .setNumber(epoch.number())
                .setChange(epoch.change().getName())
                .setWhy(epoch.change().getWhy())
                .setState(stateOf(epoch))
                .setPhase(epoch.phase())
                .addAllWaitsFor(waitsFor(view, epoch, live))
                .setRequestedBy(epoch.requestedBy())
                .setReleasedBy(epoch.releasedBy())
                .setOpenedAtMillis(epoch.openedAtMillis())
                .setClosedAtMillis(epoch.closedAtMillis())
                .setReason(epoch.reason())
                .setChangeHash(Hashing.hex(epoch.changeHash()))
                .addAllPolicy(RolloutPolicy.inWords(epoch.change().getRollout()));
        if (epoch.approval() != null) {
            status.setApprovedBy(epoch.approval().getApprover());
        }
        epoch.nodes().forEach((name, node) -> status.addNodes(node(view, epoch, name, node, live.get(name))));
        epoch.leftOut()
                .forEach((name, reason) -> status.addNodes(EpochNodeStatus.newBuilder()
                        .setNode(name)
                        .setState("quarantined")
                        .setMessage(reason)));
        epoch.times().forEach(time -> status.addPhases(timing(time)));
        return status.build();
    }

    private static EpochState stateOf(Epoch epoch) {
        return switch (epoch.stage()) {
            case COMPLETED -> EpochState.COMPLETED;
            case ROLLED_BACK -> EpochState.ROLLED_BACK;
            case REJECTED -> EpochState.REJECTED;
            case HALTING, UNDOING -> epoch.paused() ? EpochState.PAUSED : EpochState.ROLLING_BACK;
            case WAITING -> EpochState.WAITING;
            case FORWARD -> forwardState(epoch);
        };
    }

    private static EpochState forwardState(Epoch epoch) {
        if (epoch.paused()) {
            return EpochState.PAUSED;
        }
        if (epoch.everyNodeAcknowledged()) {
            if (epoch.phase() == Phase.PREFLIGHT && epoch.approval() == null) {
                return EpochState.AWAITING_APPROVAL;
            }
            if (epoch.phase() == Phase.RELEASE && epoch.releasedBy().isEmpty()) {
                return EpochState.AWAITING_RELEASE;
            }
        }
        return EpochState.RUNNING;
    }

    private static List<String> waitsFor(FleetView view, Epoch epoch, Map<String, LiveNode> live) {
        List<String> waits = new ArrayList<>();
        for (String wait : WaitsFor.of(view.state(), epoch)) {
            waits.add(wait);
        }
        if (!epoch.isOpen()) {
            return waits;
        }
        if (view.leading()) {
            for (String name : WaitsFor.pending(epoch)) {
                if (!live.containsKey(name)) {
                    waits.add("node " + name + " is away: no agent serves it; start its agent");
                }
            }
        }
        if (!view.trouble().isEmpty()) {
            waits.add(view.trouble());
        }
        return waits;
    }

    private static EpochNodeStatus node(
            FleetView view, Epoch epoch, String name, EpochNode node, @Nullable LiveNode live) {
        EpochNodeStatus.Builder status = EpochNodeStatus.newBuilder()
                .setNode(name)
                .setPhase(
                        epoch.stage().isGoingBack() && node.undone() != Phase.PHASE_UNSPECIFIED
                                ? node.undone()
                                : node.acknowledged())
                .setPlanHash(Hashing.hex(node.planHash()))
                .addAllRemarks(node.remarks());
        StepFailed failure = node.failure();
        Member member = view.state().members().get(name);
        if (failure != null) {
            return status.setState("failed")
                    .setStep(failure.getSummary())
                    .setMessage(failure.getServerMessage())
                    .build();
        }
        if (epoch.isOpen() && member != null && !member.held().isEmpty()) {
            return status.setState("held").setMessage(member.held()).build();
        }
        status.setState(work(view, epoch, name, node, live));
        Progress progress = live == null ? null : live.progress();
        if (status.getState().equals("working") && progress != null && isOf(progress, epoch)) {
            status.setStep(progress.getSummary())
                    .setRowsDone(progress.getRowsDone())
                    .setRowsTotal(progress.getRowsTotal())
                    .setRowsPerSecond(progress.getRowsPerSecond())
                    .setEtaMillis(progress.getEtaMillis())
                    .setMessage(progress.getWaitsFor());
        }
        return status.build();
    }

    /** What an agent last said may be about the phase before. */
    private static boolean isOf(Progress progress, Epoch epoch) {
        return progress.getEpoch() == epoch.number() && progress.getPhase() == epoch.phase();
    }

    private static String work(FleetView view, Epoch epoch, String name, EpochNode node, @Nullable LiveNode live) {
        boolean pending = WaitsFor.isPending(epoch, name);
        if (epoch.stage() == Stage.REJECTED && node.refused()) {
            return "refused";
        }
        if (epoch.waivers().containsKey(name)) {
            return "waived";
        }
        if (epoch.stage() == Stage.WAITING) {
            return "waiting";
        }
        if (!pending) {
            return switch (epoch.stage()) {
                case HALTING -> "halted";
                case UNDOING, ROLLED_BACK -> "undone";
                default -> "done";
            };
        }
        if (live == null && view.leading()) {
            return "away";
        }
        return epoch.paused() || !node.admitted() ? "waiting" : "working";
    }

    private static PhaseTiming timing(Epoch.PhaseTime time) {
        long end = time.closedAtMillis();
        return PhaseTiming.newBuilder()
                .setPhase(time.phase())
                .setOpenedAtMillis(time.openedAtMillis())
                .setClosedAtMillis(end)
                .setSeconds(end == 0 ? 0 : (end - time.openedAtMillis()) / 1000.0)
                .build();
    }
}
