package dev.lockstep.coordinator.directives;

import com.google.protobuf.ByteString;
import java.util.List;

/** The topic that a fleet's agents follow, as the publisher sees it. Used by one thread at a time. */
public interface DirectiveTopic extends AutoCloseable {
    /**
     * Everything from an offset to the end as it is now.
     *
     * @param offset first offset wanted; 0 for all
     * @throws dev.lockstep.coordinator.journal.LogUnreachableException when the end was not reached in time
     */
    Chunk read(long offset);

    /**
     * Appends records in this order, durably.
     *
     * @throws dev.lockstep.coordinator.journal.LogUnreachableException when it is not known whether all are there: read, and decide again
     */
    void append(List<ByteString> records);

    @Override
    void close();

    /**
     * Records as they stand.
     *
     * @param values their bytes, in order
     * @param nextOffset from where to read next
     */
    record Chunk(List<ByteString> values, long nextOffset) {
        public Chunk {
            values = List.copyOf(values);
        }
    }
}
