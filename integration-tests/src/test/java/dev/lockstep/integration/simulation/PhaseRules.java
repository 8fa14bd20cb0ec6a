package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.EpochReleased;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeFailed;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.ReportStamp;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what moves an epoch against what moved it before: plans, approvals, phases, acknowledgements, and the way back. */
final class PhaseRules {
    private final World world;
    private final EpochBooks epochs;
    private final RosterBook roster;
    private final Databases databases;

    /** What is asked of the databases when an event counts. */
    interface Databases {
        void reported(EpochBook epoch, ReportStamp stamp);

        void planned(EpochBook epoch, String node);

        void halted(EpochBook epoch, String node);

        void closed(EpochBook epoch);
    }

    PhaseRules(World world, EpochBooks epochs, RosterBook roster, Databases databases) {
        this.world = world;
        this.epochs = epochs;
        this.roster = roster;
        this.databases = databases;
    }

    /** An event has counted. */
    void fold(Event event) {
        switch (event.getKindCase()) {
            case NODE_PLANNED -> planned(event);
            case EPOCH_APPROVED -> approved(event);
            case PHASE_OPENED ->
                phaseOpened(
                        book(event.getPhaseOpened().getEpoch()),
                        event.getPhaseOpened().getPhase());
            case PHASE_ACKNOWLEDGED -> acknowledged(event);
            case NODE_FAILED -> failed(event.getNodeFailed());
            case EPOCH_PAUSED -> paused(book(event.getEpochPaused().getEpoch()));
            case EPOCH_RESUMED -> resumed(book(event.getEpochResumed().getEpoch()));
            case EPOCH_RELEASED -> released(event.getEpochReleased());
            case ROLLBACK_STARTED -> turnedRound(book(event.getRollbackStarted().getEpoch()));
            case NODE_HALTED -> halted(event);
            case UNDO_OPENED ->
                undoOpened(
                        book(event.getUndoOpened().getEpoch()),
                        event.getUndoOpened().getPhase());
            case NODE_UNDONE -> undone(event);
            case EPOCH_CLOSED -> closed(event);
            default -> {
                // Moves no epoch.
            }
        }
    }

    private EpochBook book(long number) {
        return epochs.book(number);
    }

    private void failed(NodeFailed event) {
        book(event.getEpoch()).failed.add(event.getStamp().getNode());
        roster.reported(event.getStamp());
    }

    private void paused(EpochBook book) {
        book.paused = true;
        book.everPaused = true;
    }

    private void resumed(EpochBook book) {
        book.paused = false;
        book.everResumed = true;
    }

    private void released(EpochReleased event) {
        EpochBook book = book(event.getEpoch());
        require(
                event.getBy().equals("bob") || event.getBy().equals("eve"),
                "I9",
                "nobody released epoch " + book.number);
        require(book.phase() == Phase.RELEASE, "I9", "epoch " + book.number + " was released too early");
        book.released = true;
    }

    private void turnedRound(EpochBook book) {
        require(book.phase() != Phase.CONTRACT, "I9", "a rollback after CONTRACT has opened");
        book.rollbackStarted = true;
        book.paused = false;
    }

    private void planned(Event event) {
        EpochBook book = book(event.getNodePlanned().getEpoch());
        String node = event.getNodePlanned().getStamp().getNode();
        reported(book, event.getNodePlanned().getStamp());
        databases.planned(book, node);
        ByteString hash = event.getNodePlanned().getPlanned().getPlanHash();
        boolean first = hash.isEmpty() ? book.refused.add(node) : book.planHashes.put(node, hash) == null;
        require(first, "I5", "the plan of " + node + " was counted twice");
        try {
            book.plans.put(
                    node, Plan.parseFrom(event.getNodePlanned().getPlanned().getPlan()));
        } catch (InvalidProtocolBufferException unreadable) {
            throw world.violated("I7", "a plan that cannot be read");
        }
    }

    /** What a report says is of a node that the epoch binds, and its ledger holds it. */
    private void reported(EpochBook book, ReportStamp stamp) {
        require(
                book.roster.contains(stamp.getNode()),
                "I2",
                "a report of " + stamp.getNode() + " counts for epoch " + book.number + ", which does not bind it");
        databases.reported(book, stamp);
        roster.reported(stamp);
    }

    private void approved(Event event) {
        EpochBook book = book(event.getEpochApproved().getEpoch());
        event.getEpochApproved()
                .getApproval()
                .getPlansList()
                .forEach(plan -> book.approved.put(plan.getNode(), plan.getPlanHash()));
        require(book.approved.equals(book.planHashes), "I7", "an approval of other plans than there are");
        require(book.planHashes.keySet().equals(book.roster), "I7", "an approval before all plans were there");
        book.approvedAtAll = true;
    }

    private void phaseOpened(EpochBook book, Phase phase) {
        require(!book.rollbackStarted, "I1", phase + " opened after the epoch had turned round");
        require(!book.paused, "I1", phase + " opened while the epoch was paused");
        require(book.approvedAtAll, "I7", phase + " opened without an approval");
        require(
                book.allAcknowledged(book.phase()),
                phase == Phase.CONTRACT ? "I9" : "I2",
                phase + " opened before all of " + book.roster + " had acknowledged " + book.phase());
        if (phase == Phase.CONTRACT) {
            require(book.waived.isEmpty(), "I9", "CONTRACT opened with a waiver in force for " + book.waived);
            require(book.released, "I9", "CONTRACT opened without a release");
            require(book.allAcknowledged(Phase.VALIDATE), "I9", "CONTRACT opened before all had validated");
        }
        require(phase.getNumber() > book.phase().getNumber(), "I1", phase + " opened after " + book.phase());
        book.passedWithout.put(book.phase(), new TreeSet<>(book.waived));
        book.opened.add(phase);
    }

    private void acknowledged(Event event) {
        EpochBook book = book(event.getPhaseAcknowledged().getEpoch());
        String node = event.getPhaseAcknowledged().getStamp().getNode();
        Phase phase = event.getPhaseAcknowledged().getDone().getPhase();
        reported(book, event.getPhaseAcknowledged().getStamp());
        boolean catchesUp = book.waived.contains(node) && book.opened.contains(phase);
        require(phase == book.phase() || catchesUp, "I2", node + " acknowledged " + phase + " in " + book.phase());
        require(!book.rollbackStarted, "I1", node + " acknowledged " + phase + " on the way back");
        boolean first =
                book.acknowledged.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
        require(first, "I5", "the report of " + node + " on " + phase + " was counted twice");
        record(book, node, event.getPhaseAcknowledged().getDone().getTouchedList());
    }

    private static void record(EpochBook book, String node, List<CatalogObject> touched) {
        TreeMap<String, CatalogObject> objects = book.recorded.computeIfAbsent(node, key -> new TreeMap<>());
        touched.forEach(object -> objects.put(object.getPath(), object));
    }

    private void halted(Event event) {
        EpochBook book = book(event.getNodeHalted().getEpoch());
        String node = event.getNodeHalted().getStamp().getNode();
        require(book.rollbackStarted, "I6", node + " halted, but nobody had asked");
        reported(book, event.getNodeHalted().getStamp());
        databases.halted(book, node);
        require(book.halted.add(node), "I5", "the halt of " + node + " was counted twice");
    }

    private void undoOpened(EpochBook book, Phase phase) {
        require(book.allHalted(), "I6", "the undo of " + phase + " opened, but only " + book.halted + " had halted");
        if (book.undoOpened.isEmpty()) {
            require(phase == book.phase(), "I1", "the way back began with " + phase + " in " + book.phase());
        } else {
            Phase last = book.undoOpened.get(book.undoOpened.size() - 1);
            require(book.allUndone(last), "I1", "the undo of " + phase + " opened before all had undone " + last);
        }
        book.undoOpened.add(phase);
    }

    private void undone(Event event) {
        EpochBook book = book(event.getNodeUndone().getEpoch());
        String node = event.getNodeUndone().getStamp().getNode();
        Phase phase = event.getNodeUndone().getDone().getPhase();
        reported(book, event.getNodeUndone().getStamp());
        require(book.undoOpened.contains(phase), "I1", node + " has undone " + phase + ", which nobody had asked");
        boolean first =
                book.undone.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
        require(first, "I5", "the undo of " + node + " was counted twice");
        record(book, node, event.getNodeUndone().getDone().getTouchedList());
    }

    private void closed(Event event) {
        EpochBook book = book(event.getEpochClosed().getEpoch());
        EpochOutcome outcome = event.getEpochClosed().getOutcome();
        if (outcome == EpochOutcome.OUTCOME_COMPLETED) {
            require(!book.rollbackStarted, "I1", "completed after it had turned round");
            require(book.waived.isEmpty(), "I2", "completed with a waiver in force for " + book.waived);
            require(book.allAcknowledged(book.phase()), "I2", "completed before all had acknowledged " + book.phase());
        } else if (outcome == EpochOutcome.OUTCOME_ROLLED_BACK) {
            require(!book.started || book.allHalted(), "I6", "rolled back, but not all have halted");
            require(
                    book.waived.isEmpty() || book.opened.size() == 1,
                    "I2",
                    "rolled back with a waiver in force for " + book.waived);
            book.undoOpened.forEach(
                    phase -> require(book.allUndone(phase), "I1", "rolled back, but not all have undone " + phase));
        }
        book.outcome = outcome;
        roster.ended(book);
        databases.closed(book);
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
