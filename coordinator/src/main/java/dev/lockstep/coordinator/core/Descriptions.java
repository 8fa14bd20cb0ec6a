package dev.lockstep.coordinator.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Epochs in words: where they stand, what they wait for, what going back would lose. */
final class Descriptions {
    private Descriptions() {}

    /** Such as "in EXPAND" or "paused in BACKFILL". */
    static String standing(Epoch epoch) {
        if (epoch.stage().isEnded()) {
            return epoch.stage().toString();
        }
        if (epoch.stage().isGoingBack()) {
            return "rolling back" + (epoch.stage() == Stage.UNDOING ? " " + epoch.phase() : "");
        }
        return (epoch.paused() ? "paused in " : "in ") + epoch.phase();
    }

    /** What the way back loses, without repetition over the nodes. */
    static List<String> losses(Epoch epoch) {
        TreeSet<String> losses = new TreeSet<>();
        for (EpochNode node : epoch.nodes().values()) {
            Planned planned = node.planned();
            if (planned != null) {
                for (Step step : parse(planned).getStepsList()) {
                    if (step.getPhase() != Phase.CONTRACT
                            && !step.getUndo().getLoses().isEmpty()) {
                        losses.add(step.getUndo().getLoses());
                    }
                }
            }
        }
        return List.copyOf(losses);
    }

    private static Plan parse(Planned planned) {
        try {
            return Plan.parseFrom(planned.getPlan());
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalStateException("a plan that was journaled does not parse", wrong);
        }
    }

    /** What the journal's state says an epoch waits for; who is away is not known here. */
    static List<String> waitsFor(FleetState state, Epoch epoch) {
        List<String> waits = new ArrayList<>();
        if (!epoch.isOpen()) {
            return waits;
        }
        if (epoch.paused()) {
            waits.add("paused: " + epoch.reason() + "; a person can resume it or roll it back");
            return waits;
        }
        for (String name : pending(epoch)) {
            Member member = state.members().get(name);
            waits.add("node " + name + " to finish " + doing(epoch)
                    + (member == null || member.held().isEmpty() ? "" : ", but it is held: " + member.held()));
        }
        if (waits.isEmpty() && epoch.stage() == Stage.FORWARD) {
            if (epoch.phase() == Phase.PREFLIGHT && epoch.approval() == null) {
                waits.add("approval: every node has a plan; a person can approve or roll back");
            } else if (epoch.phase() == Phase.RELEASE && epoch.releasedBy().isEmpty()) {
                waits.add("release: every node has validated; a person can release it when the application no longer"
                        + " needs the old shape, or roll back");
            } else if (epoch.phase() == Phase.RELEASE) {
                waits.add("the soak time of " + epoch.change().getRelease().getSoakMillis() / 1000
                        + " s in RELEASE, and the gate");
            } else {
                waits.add("the gate of " + epoch.phase());
            }
        }
        return waits;
    }

    private static List<String> pending(Epoch epoch) {
        return switch (epoch.stage()) {
            case FORWARD -> epoch.namesWhere(node -> node.acknowledged() != epoch.phase());
            case HALTING -> epoch.namesWhere(node -> !node.halted());
            case UNDOING -> epoch.namesWhere(node -> node.undone() != epoch.phase());
            case COMPLETED, ROLLED_BACK, REJECTED -> List.of();
        };
    }

    private static String doing(Epoch epoch) {
        return switch (epoch.stage()) {
            case HALTING -> "what it has begun";
            case UNDOING -> "the undo of " + epoch.phase();
            default -> epoch.phase().toString();
        };
    }
}
