package dev.lockstep.integration.spec;

import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.RosterMember;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The histories of all epochs of a fleet, read from its journal. */
final class EpochHistories {
    private final long seed;
    private final Map<Long, EpochHistory> epochs = new TreeMap<>();

    private EpochHistories(long seed) {
        this.seed = seed;
    }

    /** Those of the epochs of which a phase has opened. */
    static List<EpochHistory> of(long seed, List<JournalEntry> journal) {
        EpochHistories histories = new EpochHistories(seed);
        journal.forEach(entry -> entry.getEventsList().forEach(histories::take));
        return histories.epochs.values().stream().filter(EpochHistory::isTold).toList();
    }

    private void take(Event event) {
        switch (event.getKindCase()) {
            case LEADERSHIP_CLAIMED -> epochs.values().forEach(EpochHistory::claimed);
            case EPOCH_OPENED -> {
                long number = event.getEpochOpened().getEpoch();
                List<String> roster = event.getEpochOpened().getRosterList().stream()
                        .map(RosterMember::getNode)
                        .toList();
                epochs.put(number, new EpochHistory(seed, number, roster));
            }
            case NODE_QUARANTINED ->
                in(
                        event.getNodeQuarantined().getEpoch(),
                        epoch -> epoch.quarantined(event.getNodeQuarantined().getNode()));
            case NODE_LEFT ->
                epochs.values().forEach(epoch -> epoch.left(event.getNodeLeft().getNode()));
            case NODE_JOINED -> {
                String node = event.getNodeJoined().getMember().getNode();
                event.getNodeJoined().getAgainList().forEach(number -> in(number, epoch -> epoch.again(node)));
            }
            case PHASE_OPENED ->
                in(
                        event.getPhaseOpened().getEpoch(),
                        epoch -> epoch.phaseOpened(event.getPhaseOpened().getPhase()));
            case PHASE_ACKNOWLEDGED ->
                in(
                        event.getPhaseAcknowledged().getEpoch(),
                        epoch -> epoch.acknowledged(
                                event.getPhaseAcknowledged().getStamp(),
                                event.getPhaseAcknowledged().getDone().getPhase()));
            case EPOCH_RELEASED -> in(event.getEpochReleased().getEpoch(), EpochHistory::released);
            case ROLLBACK_STARTED -> in(event.getRollbackStarted().getEpoch(), EpochHistory::turnedBack);
            case NODE_HALTED ->
                in(
                        event.getNodeHalted().getEpoch(),
                        epoch -> epoch.halted(event.getNodeHalted().getStamp()));
            case UNDO_OPENED ->
                in(
                        event.getUndoOpened().getEpoch(),
                        epoch -> epoch.undoOpened(event.getUndoOpened().getPhase()));
            case NODE_UNDONE ->
                in(
                        event.getNodeUndone().getEpoch(),
                        epoch -> epoch.undone(
                                event.getNodeUndone().getStamp(),
                                event.getNodeUndone().getDone().getPhase()));
            case NODE_WAIVED ->
                in(
                        event.getNodeWaived().getEpoch(),
                        epoch -> epoch.waived(event.getNodeWaived().getNode()));
            case WAIVER_ENDED ->
                in(
                        event.getWaiverEnded().getEpoch(),
                        epoch -> epoch.waiverEnded(event.getWaiverEnded().getNode()));
            case EPOCH_CLOSED ->
                in(
                        event.getEpochClosed().getEpoch(),
                        epoch -> epoch.closed(event.getEpochClosed().getOutcome()));
            default -> {
                // Not in the specification: PREFLIGHT, waves, pauses, failures, and who serves a node.
            }
        }
    }

    private void in(long number, Consumer<EpochHistory> what) {
        EpochHistory epoch = epochs.get(number);
        if (epoch == null) {
            throw new IllegalStateException("expected epoch " + number + " to have been opened before");
        }
        what.accept(epoch);
    }
}
