package dev.lockstep.integration.nemesis.check;

import dev.lockstep.v1.EpochOutcome;
import java.util.List;
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
            Set<String> expected = new TreeSet<>(node.catalogBefore());
            completed().forEach(change -> {
                expected.addAll(change.added());
                expected.removeAll(change.removed());
            });
            compare(node, expected);
            history.changes().forEach((name, change) -> effects(node, name, change));
        }
    }

    private List<ExpectedChange> completed() {
        return fleet.epochs().stream()
                .filter(CatalogCheck::isCompleted)
                .flatMap(epoch -> Optional.ofNullable(history.changes().get(epoch.change())).stream())
                .toList();
    }

    /** The effect of a witnessed change is there once for each epoch that completed it. */
    private void effects(NodeHistory node, String name, ExpectedChange change) {
        long times = change.isWitnessed()
                ? fleet.epochs().stream()
                        .filter(CatalogCheck::isCompleted)
                        .filter(epoch -> epoch.change().equals(name))
                        .count()
                : 0;
        int found = node.effects().getOrDefault(name, 0);
        findings.require(
                found == times,
                "I3",
                node.name() + ", change " + name,
                "expected the effect of its witness " + times + " times, found it " + found + " times");
    }

    private static boolean isCompleted(EpochStory epoch) {
        return epoch.outcome() == EpochOutcome.OUTCOME_COMPLETED;
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
