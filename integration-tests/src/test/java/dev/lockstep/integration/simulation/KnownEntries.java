package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.coordinator.journal.SignedEntry;
import java.util.HashMap;
import java.util.Map;

/** What is in the records of the journal, decoded once for all who read them: the same bytes say the same to everybody. */
final class KnownEntries implements SignedEntry.Decoder {
    private final Map<ByteString, SignedEntry> byBytes = new HashMap<>();

    @Override
    public SignedEntry decode(ByteString bytes) throws InvalidProtocolBufferException {
        SignedEntry known = byBytes.get(bytes);
        if (known == null) {
            known = SignedEntry.of(bytes);
            byBytes.put(bytes, known);
        }
        return known;
    }
}
