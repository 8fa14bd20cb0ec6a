package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;

/**
 * An entry that counts, for every reader alike.
 *
 * @param entry the decoded payload
 * @param hash hash of the payload's stored bytes: the next entry's previous hash
 * @param offset where it was read; a hint, never progress
 * @param stored the envelope as it stands in the log
 */
public record CountedEntry(JournalEntry entry, ByteString hash, long offset, SignedEnvelope stored) {
    /** Number of the entry, from 1 without gaps. */
    public long number() {
        return entry.getNumber();
    }
}
