package dev.lockstep.coordinator.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.InMemoryTopic;
import java.util.List;

/** A directives topic in memory, for tests and simulation. */
public final class InMemoryDirectives implements DirectiveTopic {
    private final InMemoryTopic topic;

    /** @param topic shared with whoever follows */
    public InMemoryDirectives(InMemoryTopic topic) {
        this.topic = topic;
    }

    @Override
    public Chunk read(long offset) {
        List<ByteString> values = topic.read((int) offset);
        return new Chunk(values, Math.min(offset, topic.size()) + values.size());
    }

    @Override
    public void append(List<ByteString> records) {
        records.forEach(topic::append);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
