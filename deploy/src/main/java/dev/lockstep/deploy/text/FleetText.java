package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.NodeStatus;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A fleet in tables. */
public final class FleetText {

    private FleetText() {}

    /** Leader, nodes in short, and the open epochs, or the last one. */
    public static List<String> status(FleetStatus fleet) {
        List<String> lines = new ArrayList<>();
        lines.add("fleet " + fleet.getFleet() + ", "
                + (fleet.getLeader().isEmpty()
                        ? "no leader known yet: one takes office within seconds, look again"
                        : "led by " + fleet.getLeader() + " (term " + fleet.getTerm() + ")")
                + ", " + Amounts.count(fleet.getJournalEntries()) + " journal entries");
        if (!fleet.getDamage().isEmpty()) {
            lines.add("damage: " + fleet.getDamage());
        }
        lines.add("");
        lines.addAll(nodeTable(fleet.getNodesList()));
        fleet.getNodesList().stream()
                .filter(node -> node.getMissedCount() > 0)
                .forEach(node -> lines.add(node.getName() + " is " + quarantine(node)));
        for (EpochStatus epoch : fleet.getEpochsList()) {
            lines.add("");
            lines.addAll(EpochText.now(epoch));
        }
        if (fleet.getEpochsCount() == 0) {
            lines.add("");
            lines.add("no epoch yet; open one: lockstep apply FILE");
        }
        return lines;
    }

    private static List<String> nodeTable(List<NodeStatus> nodes) {
        TextTable table = new TextTable("NODE", "ENGINE", "EPOCH", "PHASE", "FINGERPRINT", "AGENT");
        nodes.forEach(node -> table.add(
                node.getName(),
                engine(node),
                Long.toString(node.getEpoch()),
                EpochText.phase(node.getPhase()),
                Amounts.shortHash(node.getFingerprint()),
                agent(node)));
        return table.lines();
    }

    /** Each node with labels, agent and health. */
    public static List<String> nodes(List<NodeStatus> nodes) {
        TextTable table =
                new TextTable("NODE", "ENGINE", "EPOCH", "PHASE", "FINGERPRINT", "LABELS", "AGENT", "HELD OR HEALTH");
        nodes.forEach(node -> table.add(
                node.getName(),
                engine(node),
                Long.toString(node.getEpoch()),
                EpochText.phase(node.getPhase()),
                Amounts.shortHash(node.getFingerprint()),
                Amounts.orDash(String.join(",", node.getLabelsList())),
                agent(node),
                Amounts.orDash(trouble(node))));
        return table.lines();
    }

    private static String trouble(NodeStatus node) {
        if (!node.getHeld().isEmpty()) {
            return "held: " + node.getHeld();
        }
        return node.getMissedCount() == 0 ? node.getHealth() : quarantine(node);
    }

    /** Such as {@code quarantined: epochs 3, 4 went on without it (PREFLIGHT refused: …)}. */
    private static String quarantine(NodeStatus node) {
        List<String> epochs = node.getMissedList().stream()
                .map(missed -> Long.toString(missed.getEpoch()))
                .toList();
        return "quarantined: " + (epochs.size() == 1 ? "epoch " : "epochs ") + String.join(", ", epochs)
                + " went on without it (" + node.getMissed(0).getReason() + ")";
    }

    private static String engine(NodeStatus node) {
        return (node.getEngine() + " " + node.getVersion()).strip();
    }

    private static String agent(NodeStatus node) {
        if (!node.getAttached()) {
            return "away";
        }
        return node.getAgent() + " (incarnation " + node.getIncarnation() + ")";
    }

    /** The epochs, a line each. */
    public static List<String> history(List<EpochStatus> epochs, ZoneId zone) {
        TextTable table = new TextTable("EPOCH", "CHANGE", "STATE", "OPENED", "REQUESTED BY", "PHASES", "REASON");
        epochs.forEach(epoch -> table.add(
                Long.toString(epoch.getNumber()),
                epoch.getChange(),
                epoch.getState().name(),
                Amounts.time(epoch.getOpenedAtMillis(), zone),
                Amounts.orDash(epoch.getRequestedBy()),
                Amounts.orDash(EpochText.phases(epoch)),
                Amounts.orDash(Amounts.brief(epoch.getReason().isEmpty() ? epoch.getWhy() : epoch.getReason()))));
        return table.lines();
    }
}
