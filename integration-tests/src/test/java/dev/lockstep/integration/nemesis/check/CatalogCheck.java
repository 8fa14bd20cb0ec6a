package dev.lockstep.integration.nemesis.check;

import dev.lockstep.v1.EpochOutcome;
import java.util.Set;
import java.util.TreeSet;

/** The catalogs: what completed epochs changed, on every node, and nothing else; each witnessed effect once (I3, I8). */
final class CatalogCheck {
    private final History history;
    private final FleetStory fleet;
    private final Findings findings;

    CatalogCheck(History history, FleetStory fleet, Findings findings) {
        this.history = history;
        this.fleet = fleet;
        this.findings = findings;
    }

    void run() {
        for (NodeHistory node : history.nodes()) {
            Set<String> expected = new TreeSet<>(node.catalogBefore());
            for (EpochStory epoch : fleet.epochs()) {
                ExpectedChange change = history.changes().get(epoch.change());
                if (change == null) {
                    findings.add("I7", "epoch " + epoch.number(), "nobody asked for a change " + epoch.change());
                } else {
                    apply(node, epoch, change, expected);
                }
            }
            compare(node, expected);
        }
    }

    private void apply(NodeHistory node, EpochStory epoch, ExpectedChange change, Set<String> expected) {
        boolean completed = epoch.outcome() == EpochOutcome.OUTCOME_COMPLETED;
        if (completed) {
            expected.addAll(change.added());
            expected.removeAll(change.removed());
        }
        int effects = node.effects().getOrDefault(epoch.change(), 0);
        findings.require(
                effects == (completed && change.isWitnessed() ? 1 : 0),
                "I3",
                node.name() + ", epoch " + epoch.number() + " (" + epoch.change() + ")",
                "it ended " + epoch.outcome() + ", and the effect of its witness is there " + effects + " times");
    }

    private void compare(NodeHistory node, Set<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(node.catalog());
        Set<String> unexpected = new TreeSet<>(node.catalog());
        unexpected.removeAll(expected);
        findings.require(missing.isEmpty(), "I8", node.name(), "missing in its catalog: " + missing);
        findings.require(unexpected.isEmpty(), "I8", node.name(), "unexpected in its catalog: " + unexpected);
    }
}
