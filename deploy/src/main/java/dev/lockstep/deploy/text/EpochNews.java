package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has changed in an epoch since the last look, a line for each change. Progress is told in quarters. Not thread-safe. */
public final class EpochNews {

    private @Nullable EpochStatus last;

    /** The lines for what is new; all of it at the first call. */
    public List<String> since(EpochStatus epoch) {
        List<String> lines = new ArrayList<>();
        EpochStatus before = last;
        if (before == null || !headOf(before).equals(headOf(epoch))) {
            lines.add(EpochText.headline(epoch));
        }
        Map<String, EpochNodeStatus> nodesBefore = new LinkedHashMap<>();
        if (before != null) {
            before.getNodesList().forEach(node -> nodesBefore.put(node.getNode(), node));
        }
        for (EpochNodeStatus node : epoch.getNodesList()) {
            String line = line(epoch, node);
            EpochNodeStatus nodeBefore = nodesBefore.get(node.getNode());
            boolean isNew = nodeBefore == null
                    || before == null
                    || !line(before, nodeBefore).equals(line);
            if (isNew && !line.isEmpty()) {
                lines.add("  " + node.getNode() + " " + line);
            }
        }
        if (isStuck(epoch)) {
            List<String> waitedFor = before == null || !isStuck(before) ? List.of() : before.getWaitsForList();
            epoch.getWaitsForList().stream()
                    .filter(wait -> !waitedFor.contains(wait))
                    .forEach(wait -> lines.add("  waits for: " + wait));
        }
        last = epoch;
        return lines;
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
