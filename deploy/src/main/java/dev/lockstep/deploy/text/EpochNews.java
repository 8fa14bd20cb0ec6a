package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in an epoch since the last look, a line for each change. Progress is told in quarters. Of many nodes those alone are told by name that need a
 * look; the others are counted. Not thread-safe.
 */
public final class EpochNews {

    private static final int MOST_BY_NAME = 12;

    private @Nullable EpochStatus last;

    /** The lines for what is new; all of it at the first call. */
    public List<String> since(EpochStatus epoch) {
        List<String> lines = new ArrayList<>();
        EpochStatus before = last;
        if (before == null || !headOf(before).equals(headOf(epoch))) {
            lines.add(EpochText.headline(epoch));
        }
        addNodes(lines, before, epoch);
        if (isStuck(epoch)) {
            List<String> waitedFor = before == null || !isStuck(before) ? List.of() : before.getWaitsForList();
            epoch.getWaitsForList().stream()
                    .filter(wait -> !waitedFor.contains(wait))
                    .forEach(wait -> lines.add("  waits for: " + wait));
        }
        last = epoch;
        return lines;
    }

    private static void addNodes(List<String> lines, @Nullable EpochStatus before, EpochStatus epoch) {
        Set<String> told = new HashSet<>();
        if (before != null) {
            before.getNodesList().forEach(node -> told.add(node.getNode() + " " + line(before, node)));
        }
        boolean inSum = epoch.getNodesCount() > MOST_BY_NAME;
        for (EpochNodeStatus node : epoch.getNodesList()) {
            String line = line(epoch, node);
            boolean isNew = !line.isEmpty() && !told.contains(node.getNode() + " " + line);
            if (isNew && !(inSum && NodesInSum.holds(node))) {
                lines.add("  " + node.getNode() + " " + line);
            }
        }
        if (inSum) {
            NodesInSum now = NodesInSum.of(epoch);
            if (before == null || !now.isToldBy(NodesInSum.of(before))) {
                lines.add("  " + now);
            }
        }
    }

    /** Nodes at work are waited for all the time, and that is no news. */
    private static boolean isStuck(EpochStatus epoch) {
        boolean runs = epoch.getState() == EpochState.RUNNING || epoch.getState() == EpochState.ROLLING_BACK;
        return !runs
                || epoch.getNodesList().stream()
                        .anyMatch(node -> List.of("away", "held", "failed").contains(node.getState()));
    }

    private static String headOf(EpochStatus epoch) {
        return EpochText.headline(epoch);
    }

    private static String line(EpochStatus epoch, EpochNodeStatus node) {
        if (node.getState().equals("waiting") && node.getMessage().isEmpty()) {
            return "";
        }
        String rows = "";
        if (node.getRowsTotal() > 0 && !node.getState().equals("done")) {
            long quarters = Math.min(4, 4 * node.getRowsDone() / node.getRowsTotal());
            rows = ", " + quarters * 25 + " % of " + Amounts.count(roughly(node.getRowsTotal())) + " rows";
        }
        boolean says = !node.getMessage().isEmpty() && !node.getState().equals("working");
        return (node.getState().isEmpty() ? "" : node.getState())
                + (node.getState().isEmpty() ? "" : " " + EpochText.phase(epoch.getPhase()))
                + (node.getStep().isEmpty() ? "" : ": " + node.getStep())
                + rows
                + (says ? ": " + node.getMessage() : "");
    }

    /** Two digits: the total is an estimate that moves under load, and no news for that. */
    private static long roughly(long rows) {
        long unit = 1;
        while (rows / unit >= 100) {
            unit *= 10;
        }
        return rows / unit * unit;
    }
}
