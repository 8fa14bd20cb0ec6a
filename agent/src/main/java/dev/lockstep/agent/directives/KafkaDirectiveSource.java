package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Directives from Kafka: assigned, never in a consumer group, and from the position in the ledger, never from a committed offset. */
public final class KafkaDirectiveSource implements DirectiveSource {
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;
    private static final int LARGEST_RECORD_BYTES = 8 * 1024 * 1024 + 64 * 1024;

    private final KafkaCluster cluster;
    private final String fleet;
    private final SignatureCheck trusted;
    private final TopicPartition partition;
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable DirectiveSearch search;
    private long endOfSearch;

    /** @param trusted keys of the coordinators */
    public KafkaDirectiveSource(KafkaCluster cluster, String fleet, SignatureCheck trusted) {
        this.cluster = cluster;
        this.fleet = fleet;
        this.trusted = trusted;
        this.partition = new TopicPartition(cluster.names().directives(fleet), 0);
    }

    @Override
    public List<ReceivedDirective> poll(Position after, Duration wait) {
        polling.lock();
        try {
            return closed ? List.of() : pollOpen(after, wait);
        } catch (WakeupException woken) {
            // Whoever closes does that. The search starts again, should this be called once more.
            search = null;
            return List.of();
        } catch (KafkaException failed) {
            // A shorter topic too is found out by searching again: by number, not by offset.
            disconnect();
            String reason = failed instanceof OffsetOutOfRangeException ? "it became shorter" : failed.getMessage();
            throw new DirectivesUnreachableException("reading " + partition.topic() + " failed: " + reason, failed);
        } finally {
            polling.unlock();
        }
    }

    private List<ReceivedDirective> pollOpen(Position after, Duration wait) {
        KafkaConsumer<byte[], byte[]> reading = consumer();
        DirectiveSearch searching = search;
        if (searching == null || !searching.position().equals(after)) {
            searching = startSearch(reading, after);
        }
        List<ReceivedDirective> received = new ArrayList<>();
        long deadline = System.nanoTime() + wait.toNanos();
        Duration left = wait;
        do {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(left).records(partition)) {
                byte[] value = record.value();
                received.addAll(searching.take(value == null ? ByteString.EMPTY : ByteString.copyFrom(value)));
            }
            if (searching.isSearching() && reading.position(partition) >= endOfSearch) {
                received.addAll(searching.missed());
            }
            left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        } while (received.isEmpty() && !left.isZero());
        return List.copyOf(received);
    }

    private DirectiveSearch startSearch(KafkaConsumer<byte[], byte[]> reading, Position after) {
        search = null;
        requireTopic(reading);
        endOfSearch = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        reading.seekToBeginning(List.of(partition));
        DirectiveSearch started = new DirectiveSearch(fleet, trusted, after);
        search = started;
        return started;
    }

    /** A fleet without an epoch may have no topic yet: asking for its end would wait the whole time-out. */
    private void requireTopic(KafkaConsumer<byte[], byte[]> reading) {
        List<PartitionInfo> partitions = reading.partitionsFor(partition.topic());
        if (partitions == null || partitions.isEmpty()) {
            throw new DirectivesUnreachableException(
                    "expected the topic " + partition.topic() + ", but Kafka has none of that name (yet): a coordinator"
                            + " makes it when it first hears of the fleet; check the fleet's name if this stays",
                    null);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> existing = consumer;
        if (existing != null) {
            return existing;
        }
        Map<String, Object> properties = cluster.clientProperties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        properties.put("default.api.timeout.ms", ANSWER_TIMEOUT_MILLIS);
        properties.put("reconnect.backoff.max.ms", 1_000);
        properties.put("max.partition.fetch.bytes", LARGEST_RECORD_BYTES);
        KafkaConsumer<byte[], byte[]> created =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        created.assign(List.of(partition));
        consumer = created;
        return created;
    }

    private void disconnect() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        consumer = null;
        search = null;
        if (reading != null) {
            reading.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        polling.lock();
        try {
            disconnect();
        } finally {
            polling.unlock();
        }
    }
}
