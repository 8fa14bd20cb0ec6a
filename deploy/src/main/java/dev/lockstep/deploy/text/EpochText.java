package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One epoch in words. */
public final class EpochText {

    private EpochText() {}

    /** Such as {@code epoch 2 orders-region: RUNNING in BACKFILL}. */
    public static String headline(EpochStatus epoch) {
        return "epoch " + epoch.getNumber() + " " + epoch.getChange() + ": " + stateAndPhase(epoch);
    }

    /** Such as {@code PAUSED in EXPAND (reason)}. */
    public static String stateAndPhase(EpochStatus epoch) {
        boolean inPhase = hasNotEnded(epoch) && epoch.getPhase() != Phase.PHASE_UNSPECIFIED;
        return epoch.getState()
                + (inPhase ? " in " + epoch.getPhase() : "")
                + (epoch.getReason().isEmpty() ? "" : " (" + epoch.getReason() + ")");
    }

    /** Whether the epoch is still open. */
    public static boolean hasNotEnded(EpochStatus epoch) {
        return epoch.getState() != EpochState.COMPLETED
                && epoch.getState() != EpochState.ROLLED_BACK
                && epoch.getState() != EpochState.REJECTED;
    }

    /** Headline, what it waits for, each node, and what nodes remark on. */
    public static List<String> now(EpochStatus epoch) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(epoch));
        epoch.getWaitsForList().forEach(wait -> lines.add("  waits for: " + wait));
        TextTable nodes = new TextTable("NODE", "STATE", "PHASE", "STEP", "PROGRESS", "MESSAGE");
        epoch.getNodesList()
                .forEach(node -> nodes.add(
                        node.getNode(),
                        Amounts.orDash(node.getState()),
                        phase(node.getPhase()),
                        Amounts.orDash(node.getStep()),
                        Amounts.orDash(progress(node)),
                        Amounts.orDash(node.getMessage())));
        nodes.lines().forEach(line -> lines.add("  " + line));
        addRemarks(lines, epoch);
        return lines;
    }

    /** Such as {@code 50,000 of 200,000 rows (25 %), 12,000/s, 12.5 s left}; empty where no rows are being filled. */
    public static String progress(EpochNodeStatus node) {
        if (node.getRowsTotal() == 0) {
            return "";
        }
        long percent = Math.min(100, 100 * node.getRowsDone() / node.getRowsTotal());
        return Amounts.count(node.getRowsDone()) + " of " + Amounts.count(node.getRowsTotal()) + " rows (" + percent
                + " %)"
                + (node.getRowsPerSecond() > 0 ? ", " + Amounts.count((long) node.getRowsPerSecond()) + "/s" : "")
                + (node.getEtaMillis() > 0 ? ", " + Amounts.duration(node.getEtaMillis()) + " left" : "");
    }

    /**
     * Everything about one epoch: who, what, when, each phase's duration, each node's outcome, each step's cost where it was asked for.
     *
     * @param costOfEachNode whether the cost of a step is told for each node, rather than for the slowest one
     */
    public static List<String> whole(EpochStatus epoch, boolean costOfEachNode, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(epoch));
        addLine(lines, "why", epoch.getWhy());
        addLine(lines, "change", epoch.getChangeHash());
        epoch.getPolicyList().forEach(sentence -> lines.add("  " + sentence));
        addLine(lines, "requested by", epoch.getRequestedBy());
        addLine(lines, "approved by", epoch.getApprovedBy());
        addLine(lines, "released by", epoch.getReleasedBy());
        addLine(lines, "opened", Amounts.time(epoch.getOpenedAtMillis(), zone));
        addLine(lines, "closed", Amounts.time(epoch.getClosedAtMillis(), zone));
        addLine(lines, "phases", phases(epoch));
        epoch.getWaitsForList().forEach(wait -> addLine(lines, "waits for", wait));
        TextTable nodes = new TextTable("NODE", "STATE", "PHASE", "PLAN", "MESSAGE");
        epoch.getNodesList()
                .forEach(node -> nodes.add(
                        node.getNode(),
                        Amounts.orDash(node.getState()),
                        phase(node.getPhase()),
                        Amounts.shortHash(node.getPlanHash()),
                        Amounts.orDash(node.getMessage())));
        nodes.lines().forEach(line -> lines.add("  " + line));
        addRemarks(lines, epoch);
        (costOfEachNode ? CostTable.ofNodes(epoch) : CostTable.ofSteps(epoch)).forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** Such as {@code EXPAND 0.4 s, BACKFILL 12.1 s}. */
    public static String phases(EpochStatus epoch) {
        return String.join(
                ", ", epoch.getPhasesList().stream().map(EpochText::timing).toList());
    }

    private static String timing(PhaseTiming timing) {
        String duration =
                timing.getClosedAtMillis() == 0 ? "open" : String.format(Locale.ROOT, "%.1f s", timing.getSeconds());
        return timing.getPhase() + " " + duration;
    }

    static String phase(Phase phase) {
        return phase == Phase.PHASE_UNSPECIFIED ? "-" : phase.name();
    }

    private static void addRemarks(List<String> lines, EpochStatus epoch) {
        epoch.getNodesList()
                .forEach(node ->
                        node.getRemarksList().forEach(remark -> addLine(lines, "remark of " + node.getNode(), remark)));
    }

    private static void addLine(List<String> lines, String name, String text) {
        if (!text.isEmpty()) {
            lines.add("  " + name + ": " + text);
        }
    }
}
