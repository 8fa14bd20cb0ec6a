package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

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
        return ofSteps(epoch, step -> step.getUndo().getLoses());
    }

    /** The steps of phases that have opened, and that have no way back: where they have run, what they did stays. Without repetition over the nodes. */
    static List<String> staying(Epoch epoch) {
        return ofSteps(epoch, step -> {
            boolean mayHaveRun = step.getPhase().getNumber() <= epoch.phase().getNumber();
            String irreversible = step.getUndo().getIrreversible();
            return mayHaveRun && !irreversible.isEmpty()
                    ? "step " + step.getNumber() + " of " + step.getPhase() + " (" + step.getSummary() + "): "
                            + irreversible
                    : "";
        });
    }

    /** Something of each step before CONTRACT; empty for nothing. */
    private static List<String> ofSteps(Epoch epoch, Function<Step, String> what) {
        TreeSet<String> found = new TreeSet<>();
        for (EpochNode node : epoch.nodes().values()) {
            Planned planned = node.planned();
            if (planned != null) {
                JournaledPlan.of(planned).getStepsList().stream()
                        .filter(step -> step.getPhase() != Phase.CONTRACT)
                        .map(what)
                        .filter(text -> !text.isEmpty())
                        .forEach(found::add);
            }
        }
        return List.copyOf(found);
    }
}
