package dev.lockstep.integration.nemesis.check;

import dev.lockstep.integration.nemesis.check.LoadRecord.ExpectedRows;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import java.util.Map;
import java.util.Set;

/** The rows: none lost, none changed but by the application, and every added column holds the value of its expression. */
final class RowsCheck {
    private final History history;
    private final FleetStory fleet;
    private final Findings findings;

    RowsCheck(History history, FleetStory fleet, Findings findings) {
        this.history = history;
        this.fleet = fleet;
        this.findings = findings;
    }

    void run() {
        for (NodeHistory node : history.nodes()) {
            ExpectedRows expected = history.load().expected().get(node.name());
            if (expected == null) {
                findings.add("load", node.name(), "nobody has written to it");
                continue;
            }
            expected.wrongReads().forEach(read -> findings.add("load", node.name(), read));
            expected.values().forEach((key, values) -> row(node, key, values, expected.perhapsAbsent()));
            for (Map.Entry<Long, StoredRow> row : node.rows().entrySet()) {
                findings.require(
                        expected.values().containsKey(row.getKey()),
                        "load",
                        node.name() + ", row " + row.getKey(),
                        "nobody has inserted it, or it was deleted");
                if (fleet.members().contains(node.name())) {
                    added(node, row.getKey(), row.getValue());
                }
            }
        }
    }

    private void row(NodeHistory node, long key, Set<OldColumns> values, Set<Long> perhapsAbsent) {
        StoredRow found = node.rows().get(key);
        String where = node.name() + ", row " + key;
        if (found == null) {
            findings.require(perhapsAbsent.contains(key), "load", where, "expected " + values + ", but it is lost");
        } else {
            findings.require(
                    values.contains(found.old()), "load", where, "expected " + values + ", found " + found.old());
        }
    }

    private void added(NodeHistory node, long key, StoredRow row) {
        String expected = row.old().region();
        row.added()
                .forEach((column, value) -> findings.require(
                        expected.equals(value),
                        "load",
                        node.name() + ", row " + key,
                        "expected " + expected + " in " + column + " by the change's expression, found " + value));
    }
}
