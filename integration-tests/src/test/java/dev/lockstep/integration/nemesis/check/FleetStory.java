package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.ReportStamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The fleet as the counted journal tells it, event by event (I1, I2, I6, I8, I9, I10). */
final class FleetStory {
    /** A report that the journal holds: the ledger must have the row that it names. */
    record Reported(long epoch, ReportStamp stamp) {}

    private final Findings findings;
    private final Map<Long, EpochStory> epochs = new TreeMap<>();
    private final List<Reported> reports = new ArrayList<>();
    private final RosterStory roster;
    private final Set<String> restored;
    private final Map<String, Standing> standings = new HashMap<>();
    /** What each node said that its schema is before the epoch that is open. */
    private final Map<String, ByteString> schemasBefore = new HashMap<>();

    private int waivers;
    private int departures;
    private int admissions;
    private int ofRestored;

    private FleetStory(Set<String> restored, Findings findings) {
        this.findings = findings;
        this.restored = restored;
        this.roster = new RosterStory(findings);
    }

    /** @param restored the nodes that somebody brought back from a backup */
    static FleetStory read(CountedJournal journal, Set<String> restored, Findings findings) {
        FleetStory story = new FleetStory(restored, findings);
        for (CountedJournal.Entry entry : journal.entries()) {
            entry.content().getEventsList().forEach(story::tell);
        }
        for (EpochStory epoch : story.epochs.values()) {
            findings.require(
                    epoch.outcome() != EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED,
                    "I10",
                    "epoch " + epoch.number() + " (" + epoch.change() + ")",
                    "it has not ended, although every fault was healed");
        }
        return story;
    }

    Collection<EpochStory> epochs() {
        return epochs.values();
    }

    Optional<EpochStory> epoch(long number) {
        return Optional.ofNullable(epochs.get(number));
    }

    List<Reported> reports() {
        return reports;
    }

    /** What decisions about the roster have meant for a node. */
    Standing standing(String node) {
        return standings.computeIfAbsent(node, none -> new Standing());
    }

    Set<String> members() {
        return roster.members();
    }

    Checker.RosterActs rosterActs() {
        return new Checker.RosterActs(waivers, departures, admissions, ofRestored);
    }

    long rolledBack() {
        return epochs.values().stream()
                .filter(epoch -> epoch.outcome() == EpochOutcome.OUTCOME_ROLLED_BACK)
                .count();
    }

    private void tell(Event event) {
        switch (event.getKindCase()) {
            case NODE_REGISTERED -> roster.registered(event.getNodeRegistered(), !epochs.isEmpty());
            case NODE_HELD ->
                findings.require(
                        restored.contains(event.getNodeHeld().getNode()),
                        "I8",
                        event.getNodeHeld().getNode(),
                        "it was held, although nobody restored it: "
                                + event.getNodeHeld().getReason());
            case NODE_KNOWN -> roster.known(event.getNodeKnown());
            case NODE_JOINED -> join(event.getNodeJoined());
            case LEAVE_REQUESTED -> roster.leaveRequested(event.getLeaveRequested());
            case NODE_LEFT -> leave(event.getNodeLeft());
            case NODE_WAIVED -> {
                var waived = event.getNodeWaived();
                waivers++;
                about(waived.getEpoch()).waived(waived.getNode(), waived.getBy(), waived.getReason());
            }
            case WAIVER_ENDED ->
                about(event.getWaiverEnded().getEpoch())
                        .waiverEnded(event.getWaiverEnded().getNode());
            case EPOCH_OPENED -> open(event);
            case NODE_PLANNED, PHASE_ACKNOWLEDGED, NODE_HALTED, NODE_UNDONE, NODE_FAILED -> tellReport(event);
            case EPOCH_APPROVED, PHASE_OPENED, EPOCH_RELEASED, ROLLBACK_STARTED, UNDO_OPENED, EPOCH_CLOSED ->
                tellDecision(event);
            case DIRECTIVE_ISSUED -> order(event.getDirectiveIssued());
            default -> {
                // Nothing that the barriers rest on.
            }
        }
    }

    private void open(Event event) {
        long number = event.getEpochOpened().getEpoch();
        findings.require(number == epochs.size() + 1L, "I1", "epoch " + number, "it was opened out of order");
        EpochStory epoch = new EpochStory(event.getEpochOpened(), findings);
        epochs.put(number, epoch);
        roster.opened(number, epoch.roster());
        schemasBefore.clear();
        roster.members().forEach(node -> schemasBefore.put(node, roster.schema(node)));
    }

    private void join(NodeJoined event) {
        String node = event.getMember().getNode();
        long fromLog = roster.joined(event, openEpochs().findAny().isPresent());
        standing(node).admissions().add(new Standing.Admission(event.getAdmittedBy(), fromLog));
        admissions++;
        if (restored.contains(node)) {
            ofRestored++;
            forget(node, fromLog);
        }
    }

    /** What a node had reported from rows that the restored ledger does not have: nobody can look for it there. */
    private void forget(String node, long fromLog) {
        reports.removeIf(report -> {
            boolean gone =
                    report.stamp().getNode().equals(node) && report.stamp().getLogNumber() > fromLog;
            if (gone) {
                standing(node).forgotten().add(report.epoch());
            }
            return gone;
        });
    }

    private void leave(NodeLeft event) {
        String node = event.getNode();
        departures++;
        roster.left(event);
        openEpochs().filter(epoch -> epoch.roster().contains(node)).forEach(epoch -> epoch.left(node));
    }

    private Stream<EpochStory> openEpochs() {
        return epochs.values().stream().filter(EpochStory::isOpen);
    }

    /** A directive about the fleet's roster is about no epoch. */
    private void order(DirectiveIssued issued) {
        Order order = issued.getOrder();
        if (issued.getEpoch() > 0) {
            about(issued.getEpoch()).ordered(order);
            return;
        }
        roster.ordered(order);
        if (order.hasDismiss()) {
            order.getNodesList().forEach(node -> standing(node).dismissals().add(issued.getNumber()));
        }
    }

    private void tellReport(Event event) {
        switch (event.getKindCase()) {
            case NODE_PLANNED -> {
                var planned = event.getNodePlanned();
                report(planned.getEpoch(), planned.getStamp())
                        .planned(
                                planned.getStamp().getNode(),
                                planned.getPlanned().getPlan());
            }
            case PHASE_ACKNOWLEDGED -> {
                var done = event.getPhaseAcknowledged();
                report(done.getEpoch(), done.getStamp())
                        .acknowledged(done.getStamp().getNode(), done.getDone().getPhase());
                roster.hasSchema(done.getStamp().getNode(), done.getDone().getRoot());
            }
            case NODE_HALTED -> {
                var halted = event.getNodeHalted();
                report(halted.getEpoch(), halted.getStamp())
                        .halted(halted.getStamp().getNode());
            }
            case NODE_UNDONE -> {
                var undone = event.getNodeUndone();
                report(undone.getEpoch(), undone.getStamp())
                        .undone(undone.getStamp().getNode(), undone.getDone().getPhase());
                roster.hasSchema(undone.getStamp().getNode(), undone.getDone().getRoot());
            }
            default -> {
                var failed = event.getNodeFailed();
                var unused = report(failed.getEpoch(), failed.getStamp());
            }
        }
    }

    private EpochStory report(long epoch, ReportStamp stamp) {
        reports.add(new Reported(epoch, stamp));
        return about(epoch);
    }

    private void tellDecision(Event event) {
        switch (event.getKindCase()) {
            case EPOCH_APPROVED ->
                about(event.getEpochApproved().getEpoch())
                        .approved(event.getEpochApproved().getApproval());
            case PHASE_OPENED ->
                about(event.getPhaseOpened().getEpoch())
                        .opened(event.getPhaseOpened().getPhase());
            case EPOCH_RELEASED -> about(event.getEpochReleased().getEpoch()).released();
            case ROLLBACK_STARTED ->
                about(event.getRollbackStarted().getEpoch()).turnedRound();
            case UNDO_OPENED ->
                about(event.getUndoOpened().getEpoch())
                        .undoOpened(event.getUndoOpened().getPhase());
            default -> close(event);
        }
    }

    private void close(Event event) {
        EpochStory epoch = about(event.getEpochClosed().getEpoch());
        epoch.closed(event.getEpochClosed());
        if (epoch.outcome() == EpochOutcome.OUTCOME_ROLLED_BACK && epoch.hasUndone()) {
            epoch.roster()
                    .forEach(node -> findings.require(
                            roster.schema(node).equals(schemasBefore.get(node)),
                            "I8",
                            "epoch " + epoch.number() + ", " + node,
                            "it was rolled back, but the node says that its schema is not the one from before"));
        }
        requireEqualSchemas(epoch);
    }

    /** Nodes of one engine had equal schemas at the start, so they must have them after each epoch. */
    private void requireEqualSchemas(EpochStory epoch) {
        Map<Engine, ByteString> first = new HashMap<>();
        for (String node : epoch.roster()) {
            ByteString schema = roster.schema(node);
            ByteString other = first.putIfAbsent(roster.engine(node), schema);
            findings.require(
                    other == null || other.equals(schema),
                    "I8",
                    "epoch " + epoch.number() + ", " + node,
                    "after the epoch its schema is another one than that of the fleet's other nodes of its engine");
        }
    }

    private EpochStory about(long number) {
        EpochStory epoch = epochs.get(number);
        if (epoch == null) {
            throw new IllegalArgumentException("the journal tells of epoch " + number + ", which it has not opened");
        }
        return epoch;
    }
}
