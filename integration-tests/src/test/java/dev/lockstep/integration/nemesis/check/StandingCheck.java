package dev.lockstep.integration.nemesis.check;

import dev.lockstep.integration.nemesis.check.NodeHistory.LogRow;
import java.util.Optional;

/** Who has left does nothing, and whoever is let in begins anew (I4): nothing of a ledger is about an epoch from a dismissal to the next admission, or under a void mandate. */
final class StandingCheck {
    private final NodeHistory node;
    private final Standing standing;
    private final Findings findings;

    StandingCheck(NodeHistory node, Standing standing, Findings findings) {
        this.node = node;
        this.standing = standing;
        this.findings = findings;
    }

    void run() {
        rows();
        standing.dismissals()
                .forEach(directive -> findings.require(
                        find("dismissed", directive).isPresent(),
                        "I4",
                        node.name(),
                        "it left, but its ledger has no dismissal by directive " + directive));
        standing.admissions().forEach(this::admitted);
    }

    private void rows() {
        boolean outside = false;
        long voidUpTo = 0;
        for (LogRow row : node.ledger().log()) {
            if (row.kind().equals("dismissed") || row.kind().equals("admitted")) {
                outside = row.kind().equals("dismissed");
                voidUpTo = row.mandate();
            } else if (row.epoch() > 0) {
                findings.require(!outside, "I4", where(row), row.kind() + " after the node had left");
                findings.require(
                        row.mandate() > voidUpTo,
                        "I4",
                        where(row),
                        row.kind() + " under mandate " + row.mandate() + ", void since directive " + voidUpTo);
            }
        }
    }

    private void admitted(Standing.Admission admission) {
        Optional<LogRow> found = find("admitted", admission.directive());
        findings.require(
                found.isPresent(),
                "I4",
                node.name(),
                "it joined, but its ledger has no admission by directive " + admission.directive());
        long until = found.map(LogRow::number).orElse(0L);
        node.ledger().log().stream()
                .filter(row -> row.number() > admission.fromLog() && row.number() < until && row.epoch() > 0)
                .forEach(row -> findings.add(
                        "I4", where(row), row.kind() + " by a node that was let in later, by row " + until));
    }

    private Optional<LogRow> find(String kind, long directive) {
        return node.ledger().log().stream()
                .filter(row -> row.kind().equals(kind) && row.mandate() == directive)
                .findFirst();
    }

    private String where(LogRow row) {
        return node.name() + ", row " + row.number() + " of the log";
    }
}
