package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.util.List;
import java.util.Optional;

/** States that a checkpoint in the journal vouches for (rule L9): where replay may begin instead of at the first entry. */
public final class Checkpoint {
    private Checkpoint() {}

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
