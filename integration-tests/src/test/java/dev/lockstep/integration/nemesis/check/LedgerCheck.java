package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.integration.nemesis.check.NodeHistory.DirectiveRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.EpochRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.LogRow;
import dev.lockstep.v1.SignedEnvelope;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One node's ledger: its chain, its incarnations, what it received, and what it reported (I3, I4, I5). */
final class LedgerCheck {
    private static final String NO_PHASE = "-";

    private final NodeHistory node;
    private final FleetStory fleet;
    private final PublishedDirectives directives;
    private final Findings findings;

    LedgerCheck(NodeHistory node, FleetStory fleet, PublishedDirectives directives, Findings findings) {
        this.node = node;
        this.fleet = fleet;
        this.directives = directives;
        this.findings = findings;
    }

    void run() {
        chain();
        incarnations();
        received();
        reported();
        closed();
        new StandingCheck(node, fleet.standing(node.name()), findings).run();
        new StepCheck(node, fleet, directives, findings).run();
    }

    private void chain() {
        long number = 0;
        String hash = "";
        for (LogRow row : node.ledger().log()) {
            number++;
            findings.require(row.number() == number, "I3", where(row), "expected row " + number);
            findings.require(row.previousHash().equals(hash), "I3", where(row), "it does not stand behind its row");
            findings.require(
                    row.hash().equals(hashOf(row)), "I3", where(row), "its hash is not the one of its content");
            number = row.number();
            hash = row.hash();
        }
    }

    private static String hashOf(LogRow row) {
        ByteString previous = Hashes.unhex(row.previousHash());
        String text = String.join(
                "|",
                Long.toString(row.number()),
                Long.toString(row.epoch()),
                Long.toString(row.mandate()),
                Long.toString(row.incarnation()),
                row.kind().toUpperCase(Locale.ROOT),
                row.phase().equals(NO_PHASE) ? "PHASE_UNSPECIFIED" : row.phase(),
                Integer.toString(row.step()),
                Integer.toString(previous.size()),
                row.detail());
        return Hashes.hex(Hashes.of(Hashes.LEDGER_ROW, previous.concat(ByteString.copyFromUtf8(text))));
    }

    /** From the row on that names an incarnation, no earlier one leaves a trace: a superseded agent makes no effect. */
    private void incarnations() {
        long current = 0;
        for (LogRow row : node.ledger().log()) {
            if (row.kind().equals("incarnation")) {
                findings.require(
                        row.incarnation() == current + 1, "I4", where(row), "expected incarnation " + (current + 1));
                current = row.incarnation();
            } else {
                findings.require(
                        row.incarnation() == current,
                        "I4",
                        where(row),
                        "incarnation " + row.incarnation() + " wrote it, but " + current + " served the node");
            }
        }
        findings.require(
                node.ledger().incarnation() == current,
                "I4",
                node.name(),
                "its row says incarnation " + node.ledger().incarnation() + ", its log " + current);
    }

    private void received() {
        long number = 0;
        for (DirectiveRow row : node.ledger().directives()) {
            number++;
            String where = node.name() + ", directive " + row.number();
            findings.require(row.number() == number, "I4", where, "expected directive " + number);
            Optional<ByteString> published =
                    directives.directive(row.number()).map(PublishedDirectives.Published::payload);
            findings.require(
                    published.isPresent() && published.equals(payload(row)),
                    "I4",
                    where,
                    "the node received other bytes than were published");
            number = row.number();
        }
        Optional<String> last = directives.directive(directives.count()).map(directive -> Hashes.hex(directive.hash()));
        findings.require(
                node.ledger().position() == directives.count()
                        && number == directives.count()
                        && last.orElse("").equals(node.ledger().positionHash()),
                "I4",
                node.name(),
                "its position is " + node.ledger().position() + " with " + number + " directives, published are "
                        + directives.count());
    }

    private static Optional<ByteString> payload(DirectiveRow row) {
        try {
            return Optional.of(SignedEnvelope.parseFrom(row.envelope()).getPayload());
        } catch (InvalidProtocolBufferException wrong) {
            return Optional.empty();
        }
    }

    /** What the journal holds as said by the node must stand in its ledger: a report is made from there. */
    private void reported() {
        Map<Long, LogRow> rows = new HashMap<>();
        node.ledger().log().forEach(row -> rows.put(row.number(), row));
        for (FleetStory.Reported report : fleet.reports()) {
            if (!report.stamp().getNode().equals(node.name())) {
                continue;
            }
            LogRow row = rows.get(report.stamp().getLogNumber());
            boolean stands = row != null
                    && row.kind().equals("outcome")
                    && row.epoch() == report.epoch()
                    && row.mandate() == report.stamp().getMandate();
            findings.require(
                    stands,
                    "I5",
                    node.name() + ", epoch " + report.epoch(),
                    "the journal has an outcome under mandate "
                            + report.stamp().getMandate() + " from row "
                            + report.stamp().getLogNumber() + " of the log, which is "
                            + (row == null ? "missing" : row));
        }
    }

    private void closed() {
        for (EpochRow epoch : node.ledger().epochs()) {
            findings.require(
                    epoch.state().equals("closed"),
                    "I10",
                    node.name() + ", epoch " + epoch.epoch(),
                    "the node still has its mandate " + epoch.mandate());
        }
    }

    private String where(LogRow row) {
        return node.name() + ", row " + row.number() + " of the log";
    }
}
