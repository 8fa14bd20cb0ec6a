package dev.lockstep.coordinator.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
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
        if (epoch.stage() == Stage.WAITING) {
            return "waiting to start";
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
}
