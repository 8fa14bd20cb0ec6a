package dev.lockstep.integration.nemesis.check;

import java.util.Optional;
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
        for (EpochStory epoch : fleet.epochs()) {
            findings.require(
                    history.changes().containsKey(epoch.change()),
                    "I7",
                    "epoch " + epoch.number(),
                    "nobody asked for a change " + epoch.change());
        }
        for (NodeHistory node : history.nodes()) {
            Standing standing = fleet.standing(node.name());
            // Of an epoch in the middle of which a node has left nobody knows how much it has.
            if (standing.halfway().isEmpty()) {
                compare(node, expected(node, standing));
            }
            history.changes().forEach((name, change) -> {
                if (epochsOf(name, standing.halfway()) == 0) {
                    effects(node, name, change.isWitnessed() ? epochsOf(name, standing.completed()) : 0);
                }
            });
        }
    }

    private Set<String> expected(NodeHistory node, Standing standing) {
        Set<String> expected = new TreeSet<>(node.catalogBefore());
        fleet.epochs().stream()
                .filter(epoch -> standing.completed().contains(epoch.number()))
                .flatMap(epoch -> Optional.ofNullable(history.changes().get(epoch.change())).stream())
                .forEach(change -> {
                    expected.addAll(change.added());
                    expected.removeAll(change.removed());
                });
        return expected;
    }

    private long epochsOf(String change, Set<Long> among) {
        return fleet.epochs().stream()
                .filter(epoch -> among.contains(epoch.number()))
                .filter(epoch -> epoch.change().equals(change))
                .count();
    }

    /** The effect of a witnessed change is there once for each epoch that completed it. */
    private void effects(NodeHistory node, String name, long times) {
        int found = node.effects().getOrDefault(name, 0);
        findings.require(
                found == times,
                "I3",
                node.name() + ", change " + name,
                "expected the effect of its witness " + times + " times, found it " + found + " times");
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
