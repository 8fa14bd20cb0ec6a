package dev.lockstep.integration.drift;

import dev.lockstep.v1.Drift;
import dev.lockstep.v1.DriftReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Plants one thing after the other on every node at once, and compares what the fleet finds with what was planted. */
final class DriftTrial {
    private final PlantedFleet fleet;
    private final Random dice;
    private final DriftTally tally = new DriftTally();

    DriftTrial(PlantedFleet fleet, long seed) {
        this.fleet = fleet;
        this.dice = new Random(seed);
    }

    /** Plants at least so many things that are drift, each kind as often as the others of its engine, and everything that is not once per node. */
    DriftTally plant(int count) {
        if (!fleet.drift().getDriftList().isEmpty()) {
            throw new IllegalStateException("expected no drift before anything is planted, found "
                    + fleet.drift().getDriftList());
        }
        TreeMap<String, List<Plant>> left = new TreeMap<>();
        while (tally.planted() < count) {
            List<Planted> planted = new ArrayList<>();
            for (PlantedNode node : fleet.nodes()) {
                List<Plant> ofNode = left.computeIfAbsent(node.node().name(), unused -> new ArrayList<>());
                if (ofNode.isEmpty()) {
                    ofNode.addAll(node.plants().drifts());
                    Collections.shuffle(ofNode, dice);
                }
                planted.add(choose(node, ofNode.remove(ofNode.size() - 1)));
            }
            if (!round(planted)) {
                return tally;
            }
        }
        leaveAlone();
        return tally;
    }

    private void leaveAlone() {
        int most = fleet.nodes().stream()
                .mapToInt(node -> node.plants().harmless().size())
                .max()
                .orElse(0);
        for (int each = 0; each < most; each++) {
            List<Planted> planted = new ArrayList<>();
            for (PlantedNode node : fleet.nodes()) {
                List<Plant> harmless = node.plants().harmless();
                if (each < harmless.size()) {
                    planted.add(choose(node, harmless.get(each)));
                }
            }
            if (!round(planted)) {
                return;
            }
        }
    }

    private Planted choose(PlantedNode node, Plant plant) {
        return new Planted(
                node, plant, node.tables().get(dice.nextInt(node.tables().size())));
    }

    /** Plants, looks, and mends; false when it is not mended: what is found on top of it would be taken for the next. */
    private boolean round(List<Planted> planted) {
        TreeMap<String, String> before = new TreeMap<>();
        planted.stream()
                .filter(each -> each.plant().drift().isEmpty())
                .forEach(each ->
                        before.put(each.node().node().name(), each.node().serversLists()));
        planted.parallelStream().forEach(Planted::begin);
        DriftReport report = fleet.drift();
        for (Planted each : planted) {
            List<Drift> found = report.getDriftList().stream()
                    .filter(drift -> drift.getNode().equals(each.node().node().name()))
                    .toList();
            if (each.plant().drift().isEmpty()) {
                boolean seenByLists = !each.node()
                        .serversLists()
                        .equals(before.get(each.node().node().name()));
                tally.countHarmless(each, found, seenByLists);
            } else {
                tally.countDrift(each, found);
            }
        }
        planted.parallelStream().forEach(Planted::end);
        List<Drift> still = fleet.drift().getDriftList();
        if (!still.isEmpty()) {
            tally.countRest(planted, still);
        }
        return still.isEmpty();
    }
}
