package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.util.List;
import java.util.Optional;

/** States that a checkpoint in the journal vouches for (rule L9): where replay may begin instead of at the first entry. */
public final class Checkpoint {
    /** After how many events the leader writes down the hash of the state, at the earliest. */
    private static final long EVERY_EVENTS = 500;

    private Checkpoint() {}

    /**
     * Whether the leader writes down the hash of a state now. That takes time in proportion to the state; so it is done after as many events as the state has
     * parts, and not while nodes wait for the decision that comes next or has just been made. It is put off once, not for ever.
     *
     * @param events of the batch that has led to the state
     */
    static boolean isDue(FleetState state, List<Event> events) {
        long wanted = Math.max(EVERY_EVENTS, parts(state));
        boolean isUrgent = state.unchecked() >= 2 * wanted;
        return isUrgent || state.unchecked() >= wanted && !isWaitedFor(state, events);
    }

    private static long parts(FleetState state) {
        return state.members().size()
                + state.epochs().values().stream()
                        .mapToLong(epoch -> epoch.nodes().size())
                        .sum();
    }

    private static boolean isWaitedFor(FleetState state, List<Event> events) {
        return events.stream().anyMatch(Event::hasDirectiveIssued)
                || state.openEpochs().stream().anyMatch(epoch -> Barrier.isReady(epoch, Long.MAX_VALUE));
    }

    /** Whether an entry holds a checkpoint of this version's form. */
    public static boolean isIn(JournalEntry entry) {
        return indexOfCheckpoint(entry) >= 0;
    }

    /**
     * The canonical bytes of the state that the checkpoint in an entry shows.
     *
     * @param before the state before the entry
     * @param entry one with a checkpoint, that {@link Evolution#apply} has accepted
     */
    public static ByteString stateShownBy(FleetState before, JournalEntry entry) {
        FleetState shown = before.withEntries(entry.getNumber());
        for (Event event : entry.getEventsList().subList(0, indexOfCheckpoint(entry))) {
            shown = Evolution.evolve(shown, event, entry.getTerm(), entry.getAtMillis());
        }
        return StateWriter.write(shown);
    }

    /** Why a state must not be taken for the one that an entry's checkpoint shows; empty when it is that one. */
    public static Optional<String> objection(ByteString canonicalState, JournalEntry entry) {
        int at = indexOfCheckpoint(entry);
        if (at < 0) {
            return Optional.of("entry " + entry.getNumber() + " has no checkpoint of form " + StateHash.FORM);
        }
        CheckpointTaken checkpoint = entry.getEvents(at).getCheckpointTaken();
        return StateHash.ofBytes(canonicalState).equals(checkpoint.getStateHash())
                ? Optional.empty()
                : Optional.of("the checkpoint in entry " + entry.getNumber() + " shows another state");
    }

    /**
     * The state after an entry, made from the state that its checkpoint shows.
     *
     * @param canonicalState to which there is no {@link #objection}
     * @throws IllegalArgumentException when this version cannot read it all the same
     */
    public static FleetState resume(ByteString canonicalState, JournalEntry entry) {
        List<Event> rest = entry.getEventsList().subList(indexOfCheckpoint(entry), entry.getEventsCount());
        FleetState state = StateReader.read(canonicalState);
        for (Event event : rest) {
            state = Evolution.evolve(state, event, entry.getTerm(), entry.getAtMillis());
        }
        return state;
    }

    private static int indexOfCheckpoint(JournalEntry entry) {
        for (int i = entry.getEventsCount() - 1; i >= 0; i--) {
            Event event = entry.getEvents(i);
            if (event.hasCheckpointTaken() && event.getCheckpointTaken().getForm() == StateHash.FORM) {
                return i;
            }
        }
        return -1;
    }
}
