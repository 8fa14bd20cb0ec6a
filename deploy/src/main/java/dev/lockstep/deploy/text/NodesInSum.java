package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Set;

/**
 * How many nodes of an epoch are where.
 *
 * @param all with those in trouble
 * @param through those with which the phase, its undo or a halt is done
 * @param part how much of the phase all of them have behind them, as far as their rows tell, from 0 to 1
 */
record NodesInSum(Phase phase, long all, long through, long working, long waiting, double part) {
    private static final Set<String> THROUGH = Set.of("done", "undone", "halted");
    private static final String WORKING = "working";
    private static final String WAITING = "waiting";
    private static final int QUARTERS = 4;

    static NodesInSum of(EpochStatus epoch) {
        List<EpochNodeStatus> nodes = epoch.getNodesList();
        return new NodesInSum(
                epoch.getPhase(),
                nodes.size(),
                nodes.stream().filter(NodesInSum::isThrough).count(),
                nodes.stream().filter(node -> node.getState().equals(WORKING)).count(),
                nodes.stream().filter(node -> node.getState().equals(WAITING)).count(),
                nodes.stream().mapToDouble(NodesInSum::part).average().orElse(0));
    }

    /** Whether the node is where most are, so that nobody has to look after it. */
    static boolean holds(EpochNodeStatus node) {
        return isThrough(node)
                || node.getState().equals(WORKING)
                || node.getState().equals(WAITING) && node.getMessage().isEmpty();
    }

    private static boolean isThrough(EpochNodeStatus node) {
        return THROUGH.contains(node.getState());
    }

    private static double part(EpochNodeStatus node) {
        if (isThrough(node)) {
            return 1;
        }
        return node.getRowsTotal() == 0 ? 0 : Math.min(1.0, (double) node.getRowsDone() / node.getRowsTotal());
    }

    /** Whether who knows the other one hears nothing new by this one. */
    boolean isToldBy(NodesInSum before) {
        return phase == before.phase && quarter() == before.quarter();
    }

    /** The last one is full only when all is done. */
    private int quarter() {
        return (int) (part * QUARTERS);
    }

    /** Such as {@code BACKFILL: 103 of 400 nodes done, 60 working, 237 waiting (41 %)}. */
    @Override
    public String toString() {
        return EpochText.phase(phase) + ": " + Amounts.count(through) + " of " + Amounts.count(all)
                + " nodes done, " + Amounts.count(working) + " working, " + Amounts.count(waiting) + " waiting ("
                + (int) (part * 100) + " %)";
    }
}
