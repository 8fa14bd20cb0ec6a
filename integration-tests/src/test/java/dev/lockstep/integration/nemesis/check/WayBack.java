package dev.lockstep.integration.nemesis.check;

import dev.lockstep.v1.Phase;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How an epoch goes back: first everybody is quiet, then phase by phase, last first. Nobody waits for a waived node, but the end does. */
final class WayBack {
    private final EpochRoster roster;
    private final Demands demands;
    private final Set<String> halted = new TreeSet<>();
    private final Map<Phase, Set<String>> undone = new EnumMap<>(Phase.class);
    private boolean begun;
    private @Nullable Phase undoing;

    WayBack(EpochRoster roster, Demands demands) {
        this.roster = roster;
        this.demands = demands;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean hasUndone() {
        return !undone.isEmpty();
    }

    void begin() {
        begun = true;
    }

    void halted(String node) {
        boolean inTime = undoing == null || roster.isWaived(node);
        demands.require(begun && inTime, "I6", node + " halted when " + here());
        demands.require(halted.add(node), "I3", node + " halted a second time");
    }

    void undoOpened(Phase back, Phase furthest) {
        demands.require(begun, "I6", "the undo of " + back + " was opened when " + here());
        demands.requireAll("I6", "HALT before the undo of " + back, roster.missingWithoutWaiver(halted));
        Phase before = undoing;
        if (before == null) {
            demands.require(
                    back.getNumber() <= furthest.getNumber(), "I1", "the undo began with " + back + " in " + furthest);
        } else {
            demands.require(
                    back.getNumber() < before.getNumber(), "I1", "the undo of " + back + " came after " + before);
            demands.requireAll(
                    "I1",
                    "the undo of " + before + " before that of " + back,
                    roster.missingWithoutWaiver(nodesOf(before)));
        }
        undoing = back;
        var unused = nodesOf(back);
    }

    void undone(String node, Phase back) {
        demands.require(halted.contains(node), "I6", node + " has undone " + back + ", but never halted");
        boolean catchesUp = roster.isWaived(node) && undone.containsKey(back);
        demands.require(back == undoing || catchesUp, "I1", node + " has undone " + back + " when " + here());
        demands.require(nodesOf(back).add(node), "I3", node + " has undone " + back + " a second time");
    }

    /** The undo of a phase was ordered. */
    void ordered(Phase back, boolean ofWaivedNodes) {
        boolean catchesUp = ofWaivedNodes && undone.containsKey(back);
        demands.require(back == undoing || catchesUp, "I6", "the undo of " + back + " was ordered when " + here());
    }

    /** Whether a waived node stands where the others are. */
    boolean hasCaughtUp(String node) {
        return halted.contains(node) && undone.values().stream().allMatch(nodes -> nodes.contains(node));
    }

    /** The epoch has ended as if it had never been. */
    void ended(Phase furthest) {
        demands.require(begun, "I1", "rolled back without turning round");
        demands.requireAll("I6", "HALT before the end", roster.missingWithoutWaiver(halted));
        if (furthest != Phase.PREFLIGHT) {
            demands.require(undoing == Phase.EXPAND, "I1", "rolled back when " + here());
            demands.require(
                    roster.waived().isEmpty(), "I9", "rolled back with a waiver in force for " + roster.waived());
            undone.forEach((back, nodes) ->
                    demands.requireAll("I1", "the undo of " + back + " before the end", roster.missing(nodes)));
        }
    }

    private Set<String> nodesOf(Phase back) {
        return undone.computeIfAbsent(back, none -> new TreeSet<>());
    }

    private String here() {
        return !begun ? "it went forward" : undoing == null ? "it was halting" : "it was undoing " + undoing;
    }
}
