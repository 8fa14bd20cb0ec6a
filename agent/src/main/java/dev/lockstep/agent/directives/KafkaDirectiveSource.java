package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Directives from Kafka, from the position in the ledger, never from a committed offset. It searches by itself, and when it has come to the end, it goes on with
 * what the agent's one reader of that end gives to all of its nodes.
 */
public final class KafkaDirectiveSource implements DirectiveSource {
    /** So long one waits at most that reads alone. */
    private static final Duration ALONE = Duration.ofMillis(250);

    private final KafkaCluster cluster;
    private final String fleet;
    private final SignatureCheck trusted;
    private final TopicPartition partition;
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean closed;
    private volatile boolean woken;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private final DirectiveTail tail;
    private final boolean ownsTail;
    private @Nullable DirectiveSearch search;
    private long endOfSearch;
    private long nextOffset;

    /** @param trusted keys of the coordinators */
    public KafkaDirectiveSource(KafkaCluster cluster, String fleet, SignatureCheck trusted) {
        this(cluster, fleet, trusted, new DirectiveTail(cluster, fleet, trusted), true);
    }

    /**
     * One of several for the same fleet.
     *
     * @param tail of the fleet's topic, with the same keys; closed by the caller, after this
     */
    public KafkaDirectiveSource(KafkaCluster cluster, String fleet, SignatureCheck trusted, DirectiveTail tail) {
        this(cluster, fleet, trusted, tail, false);
    }

    private KafkaDirectiveSource(
            KafkaCluster cluster, String fleet, SignatureCheck trusted, DirectiveTail tail, boolean ownsTail) {
        this.tail = tail;
        this.ownsTail = ownsTail;
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
            woken = false;
            polling.unlock();
        }
    }

    private boolean hasOtherWork() {
        return closed || woken;
    }

    private List<ReceivedDirective> pollOpen(Position after, Duration wait) {
        DirectiveSearch searching = search;
        if (searching == null || !searching.position().equals(after)) {
            return search(after, wait);
        }
        if (searching.isSearching()) {
            return searchOn(searching, wait);
        }
        Optional<DirectiveTail.Stretch> stretch = tail.from(nextOffset, wait, this::hasOtherWork);
        if (stretch.isPresent()) {
            leaveConsumer();
            return takeAll(searching, stretch.get());
        }
        return searchOn(consumer == null ? startSearch(after) : searching, wait);
    }

    /** In what the agent's one reader has, where that is the whole topic, which it is for a young fleet; else alone. */
    private List<ReceivedDirective> search(Position after, Duration wait) {
        search = null;
        leaveConsumer();
        Optional<DirectiveTail.Stretch> all = tail.from(0, wait, () -> closed);
        if (all.isEmpty()) {
            return searchOn(startSearch(after), wait);
        }
        DirectiveSearch started = new DirectiveSearch(fleet, trusted, after);
        search = started;
        List<ReceivedDirective> received = takeAll(started, all.get());
        // That a topic is shorter than it was must not be concluded from a reader that may be a moment behind.
        return started.isSearching() ? searchOn(startSearch(after), wait) : received;
    }

    private List<ReceivedDirective> takeAll(DirectiveSearch searching, DirectiveTail.Stretch stretch) {
        List<ReceivedDirective> received = new ArrayList<>();
        stretch.records().forEach(record -> received.addAll(searching.take(record)));
        nextOffset = stretch.nextOffset();
        return List.copyOf(received);
    }

    /** With a consumer of its own, which is not woken: that would cost it its place. */
    private List<ReceivedDirective> searchOn(DirectiveSearch searching, Duration atMost) {
        KafkaConsumer<byte[], byte[]> reading = consumer();
        Duration wait = atMost.compareTo(ALONE) < 0 ? atMost : ALONE;
        List<ReceivedDirective> received = new ArrayList<>();
        long deadline = System.nanoTime() + wait.toNanos();
        Duration left = wait;
        do {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(left).records(partition)) {
                byte[] value = record.value();
                received.addAll(searching.take(value == null ? ByteString.EMPTY : ByteString.copyFrom(value)));
            }
            nextOffset = reading.position(partition);
            if (searching.isSearching() && nextOffset >= endOfSearch) {
                received.addAll(searching.missed());
            }
            left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        } while (received.isEmpty() && !left.isZero());
        return List.copyOf(received);
    }

    private DirectiveSearch startSearch(Position after) {
        search = null;
        KafkaConsumer<byte[], byte[]> reading = consumer();
        DirectiveConsumers.requireTopic(reading, partition);
        endOfSearch = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        reading.seekToBeginning(List.of(partition));
        DirectiveSearch started = new DirectiveSearch(fleet, trusted, after);
        search = started;
        return started;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> existing = consumer;
        if (existing != null) {
            return existing;
        }
        KafkaConsumer<byte[], byte[]> created = DirectiveConsumers.create(cluster, partition);
        consumer = created;
        return created;
    }

    private void disconnect() {
        search = null;
        leaveConsumer();
    }

    private void leaveConsumer() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        consumer = null;
        if (reading != null) {
            reading.close();
        }
    }

    @Override
    public void wake() {
        woken = true;
        tail.wake();
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        tail.wake();
        polling.lock();
        try {
            disconnect();
        } finally {
            polling.unlock();
        }
        if (ownsTail) {
            tail.close();
        }
    }
}
