package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.Signer;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.LeadershipClaimed;
import java.util.List;

/** Makes the bytes of entries that fit a tip. Immutable. */
final class EntryForge {
    private final String fleet;
    private final Signer key;

    EntryForge(String fleet, Signer key) {
        this.fleet = fleet;
        this.key = key;
    }

    /** A claim of the next term. */
    ByteString claim(Tip tip, String claimId, String coordinator, long atMillis) {
        Event claimed = Event.newBuilder()
                .setLeadershipClaimed(LeadershipClaimed.newBuilder().setCoordinator(coordinator))
                .build();
        return seal(tip, tip.term() + 1, claimId, List.of(claimed), atMillis);
    }

    /**
     * The next entry of the claimant in office.
     *
     * @throws EntryTooLargeException when no reader would accept it
     */
    ByteString entry(Tip tip, List<Event> events, long atMillis) {
        if (events.isEmpty() || events.stream().anyMatch(Event::hasLeadershipClaimed)) {
            throw new IllegalArgumentException(
                    "expected at least one event and no claim among them, found " + events.size() + " events");
        }
        ByteString bytes = seal(tip, tip.term(), tip.claimId(), events, atMillis);
        if (bytes.size() > Journal.MAX_ENTRY_BYTES) {
            throw new EntryTooLargeException(bytes.size());
        }
        return bytes;
    }

    private ByteString seal(Tip tip, long term, String claimId, List<Event> events, long atMillis) {
        JournalEntry entry = JournalEntry.newBuilder()
                .setFleet(fleet)
                .setNumber(tip.number() + 1)
                .setPreviousHash(tip.hash())
                .setTerm(term)
                .setClaim(claimId)
                .setAtMillis(atMillis)
                .addAllEvents(events)
                .build();
        return key.seal(Domain.JOURNAL_ENTRY, entry.toByteString()).toByteString();
    }
}
