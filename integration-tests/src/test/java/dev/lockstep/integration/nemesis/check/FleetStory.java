package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.ReportStamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fleet as the counted journal tells it, event by event (I1, I2, I6, I8, I9, I10). */
final class FleetStory {
    /** A report that the journal holds: the ledger must have the row that it names. */
    record Reported(long epoch, ReportStamp stamp) {}

    private final Findings findings;
    private final Map<Long, EpochStory> epochs = new TreeMap<>();
    private final List<Reported> reports = new ArrayList<>();
    private final Map<String, Engine> engines = new HashMap<>();
    /** What each node last said that its schema is, and what it said before the epoch that is open. */
    private final Map<String, ByteString> schemas = new HashMap<>();
    private final Map<String, ByteString> schemasBefore = new HashMap<>();

    private FleetStory(Findings findings) {
        this.findings = findings;
    }

    static FleetStory read(CountedJournal journal, Findings findings) {
        FleetStory story = new FleetStory(findings);
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

    long rolledBack() {
        return epochs.values().stream()
                .filter(epoch -> epoch.outcome() == EpochOutcome.OUTCOME_ROLLED_BACK)
                .count();
    }

    private void tell(Event event) {
        switch (event.getKindCase()) {
            case NODE_REGISTERED -> {
                var member = event.getNodeRegistered().getMember();
                engines.put(member.getNode(), member.getEngine());
                schemas.put(
                        member.getNode(),
                        event.getNodeRegistered().getFingerprint().getRoot());
            }
            case NODE_HELD ->
                findings.add(
                        "I8",
                        event.getNodeHeld().getNode(),
                        "it was held, although nobody restored it: " + event.getNodeHeld().getReason());
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
        epochs.put(number, new EpochStory(event.getEpochOpened(), findings));
        schemasBefore.clear();
        schemasBefore.putAll(schemas);
    }

    /** A directive about the fleet's roster is about no epoch. */
    private void order(DirectiveIssued issued) {
        if (issued.getEpoch() > 0) {
            about(issued.getEpoch()).ordered(issued.getOrder());
        }
    }

    private void tellReport(Event event) {
        switch (event.getKindCase()) {
            case NODE_PLANNED -> {
                var planned = event.getNodePlanned();
                report(planned.getEpoch(), planned.getStamp())
                        .planned(planned.getStamp().getNode(), planned.getPlanned().getPlan());
            }
            case PHASE_ACKNOWLEDGED -> {
                var done = event.getPhaseAcknowledged();
                report(done.getEpoch(), done.getStamp())
                        .acknowledged(done.getStamp().getNode(), done.getDone().getPhase());
                schemas.put(done.getStamp().getNode(), done.getDone().getRoot());
            }
            case NODE_HALTED -> {
                var halted = event.getNodeHalted();
                report(halted.getEpoch(), halted.getStamp()).halted(halted.getStamp().getNode());
            }
            case NODE_UNDONE -> {
                var undone = event.getNodeUndone();
                report(undone.getEpoch(), undone.getStamp())
                        .undone(undone.getStamp().getNode(), undone.getDone().getPhase());
                schemas.put(undone.getStamp().getNode(), undone.getDone().getRoot());
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
            case ROLLBACK_STARTED -> about(event.getRollbackStarted().getEpoch()).turnedRound();
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
                            isSame(schemas.get(node), schemasBefore.get(node)),
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
            ByteString schema = schemas.getOrDefault(node, ByteString.EMPTY);
            ByteString other = first.putIfAbsent(engines.getOrDefault(node, Engine.ENGINE_UNSPECIFIED), schema);
            findings.require(
                    other == null || other.equals(schema),
                    "I8",
                    "epoch " + epoch.number() + ", " + node,
                    "after the epoch its schema is another one than that of the fleet's other nodes of its engine");
        }
    }

    private static boolean isSame(@Nullable ByteString one, @Nullable ByteString other) {
        return one != null && one.equals(other);
    }

    private EpochStory about(long number) {
        EpochStory epoch = epochs.get(number);
        if (epoch == null) {
            throw new IllegalArgumentException("the journal tells of epoch " + number + ", which it has not opened");
        }
        return epoch;
    }
}
