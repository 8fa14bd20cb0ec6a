package dev.lockstep.integration.nemesis.check;

import dev.lockstep.v1.EpochOutcome;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        // What people do by hand to a node that has left is theirs.
        history.nodes().stream()
                .filter(node -> fleet.members().contains(node.name()))
                .forEach(this::member);
    }

    private void member(NodeHistory node) {
        Set<String> expected = new TreeSet<>(node.catalogBefore());
        completed()
                .flatMap(epoch -> Optional.ofNullable(history.changes().get(epoch.change())).stream())
                .forEach(change -> {
                    expected.addAll(change.added());
                    expected.removeAll(change.removed());
                });
        compare(node, expected);
        Set<String> names = new TreeSet<>(history.changes().keySet());
        names.addAll(node.effects().keySet());
        names.forEach(name -> effects(node, name, isWitnessed(name) ? times(name) : 0));
    }

    private boolean isWitnessed(String name) {
        ExpectedChange change = history.changes().get(name);
        return change != null && change.isWitnessed();
    }

    private long times(String name) {
        return completed().filter(epoch -> epoch.change().equals(name)).count();
    }

    private Stream<EpochStory> completed() {
        return fleet.epochs().stream().filter(epoch -> epoch.outcome() == EpochOutcome.OUTCOME_COMPLETED);
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
