package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SignatureCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The directives of a topic in memory, each read once for all nodes, as the tail of a real topic does. Thread-safe. */
public final class InMemoryRecords {
    private final InMemoryTopic topic;
    private final SignatureCheck trusted;
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(ByteString bytes, TopicRecord record) {}

    /**
     * @param topic where the coordinator publishes
     * @param trusted keys of the coordinators
     */
    public InMemoryRecords(InMemoryTopic topic, SignatureCheck trusted) {
        this.topic = topic;
        this.trusted = trusted;
    }

    SignatureCheck trusted() {
        return trusted;
    }

    /** The records from an offset on; none when there are fewer. */
    synchronized List<TopicRecord> read(int offset) {
        List<ByteString> found = topic.read(offset);
        List<TopicRecord> records = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            records.add(at(offset + i, found.get(i)));
        }
        return records;
    }

    /** What was kept of an offset may be of another record: a topic can lose its end, and get another one. */
    private TopicRecord at(int offset, ByteString bytes) {
        while (kept.size() <= offset) {
            kept.add(new Kept(ByteString.EMPTY, TopicRecord.read(ByteString.EMPTY, trusted)));
        }
        Kept known = kept.get(offset);
        if (!known.bytes().equals(bytes)) {
            known = new Kept(bytes, TopicRecord.read(bytes, trusted));
            kept.set(offset, known);
        }
        return known.record();
    }

    void awaitMoreThan(int size, Duration wait) throws InterruptedException {
        topic.awaitMoreThan(size, wait);
    }

    void wakeAll() {
        topic.wakeAll();
    }
}
