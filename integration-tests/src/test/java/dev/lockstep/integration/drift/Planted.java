package dev.lockstep.integration.drift;

import dev.lockstep.v1.Drift;
import java.util.List;
import java.util.TreeSet;

/** A thing planted beside a table of a node. */
record Planted(PlantedNode node, Plant plant, PlantedTable table) {

    void begin() {
        node.run(plant.sql(), table);
        if (plant.reconnects()) {
            node.disconnectOthers();
        }
    }

    void end() {
        node.run(plant.mend(), table);
    }

    /** All that is to be found. */
    TreeSet<String> expected() {
        TreeSet<String> expected = new TreeSet<>();
        plant.drift().forEach(each -> expected.add(table.fill(each)));
        return expected;
    }

    /** What was found, written in the same way; what does not say how the two differ is written otherwise. */
    static TreeSet<String> shown(List<Drift> found) {
        TreeSet<String> shown = new TreeSet<>();
        for (Drift drift : found) {
            boolean said = switch (drift.getDifference()) {
                case "missing" ->
                    !drift.getRecorded().isEmpty() && drift.getLive().isEmpty();
                case "unexpected" ->
                    drift.getRecorded().isEmpty() && !drift.getLive().isEmpty();
                default -> !drift.getRecorded().equals(drift.getLive());
            };
            shown.add(drift.getDifference() + " " + drift.getObject() + (said ? "" : " (but it does not say how)"));
        }
        return shown;
    }

    @Override
    public String toString() {
        return node.node().name() + ", " + plant.kind() + ", " + table.name();
    }
}
