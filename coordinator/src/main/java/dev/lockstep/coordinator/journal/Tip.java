package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.JournalEntry;

/**
 * The end of the counted history: what the next entry must fit.
 *
 * @param number of the last counted entry; 0 before the first
 * @param hash of the last counted entry; empty before the first
 * @param term of the last counted claim; 0 before the first
 * @param claimId random id of that claim; empty before the first
 */
public record Tip(long number, ByteString hash, long term, String claimId) {
    /** Before the first entry. */
    public static final Tip START = new Tip(0, ByteString.EMPTY, 0, "");

    /** The tip once this entry counts. */
    Tip after(CountedEntry counted) {
        JournalEntry entry = counted.entry();
        return new Tip(entry.getNumber(), counted.hash(), entry.getTerm(), entry.getClaim());
    }

    /** Whether the entry says that it was written by the claimant in office. */
    boolean isByClaimant(JournalEntry entry) {
        return number > 0 && entry.getTerm() == term && entry.getClaim().equals(claimId);
    }
}
