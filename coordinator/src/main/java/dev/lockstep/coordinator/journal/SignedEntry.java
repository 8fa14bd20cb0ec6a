package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;

/**
 * What is in the bytes of a record of the journal, whoever reads them: nothing is checked yet, the signature neither.
 *
 * @param stored the envelope as it stands in the log
 * @param entry the decoded payload
 * @param hash hash of the payload's stored bytes
 */
public record SignedEntry(SignedEnvelope stored, JournalEntry entry, ByteString hash) {
    /** How bytes become an entry. */
    public interface Decoder {
        /**
         * Decodes a record; equal bytes always give equal entries.
         *
         * @throws InvalidProtocolBufferException when the bytes are no signed journal entry
         */
        SignedEntry decode(ByteString bytes) throws InvalidProtocolBufferException;
    }

    /** Decodes a record. */
    public static SignedEntry of(ByteString bytes) throws InvalidProtocolBufferException {
        SignedEnvelope stored = SignedEnvelope.parseFrom(bytes);
        return new SignedEntry(
                stored,
                JournalEntry.parseFrom(stored.getPayload()),
                Hashing.hash(Domain.JOURNAL_ENTRY, stored.getPayload()));
    }
}
