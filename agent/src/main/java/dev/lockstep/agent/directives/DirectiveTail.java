package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SignatureCheck;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a fleet's directives topic, read by one thread for all nodes of an agent, so that a directive is fetched and its signature checked once. It keeps
 * the newest records only: a node that is further back reads for itself until it is here. It decides nothing; each node judges every record by its own position.
 * Thread-safe.
 */
public final class DirectiveTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectiveTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long AGAIN_MILLIS = 1_000;
    /** So long a node waits for the first look at the topic, rather than to start a reader of its own beside it. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    private static final int MOST_RECORDS = 256;
    private static final long MOST_BYTES = 32L * 1024 * 1024;
    private static final long NOWHERE = -1;

    private final KafkaCluster cluster;
    private final SignatureCheck trusted;
    private final TopicPartition partition;
    private final Thread thread;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long keptBytes;
    private long first = NOWHERE;
    private long end = NOWHERE;
    private boolean started;
    private boolean looking;
    private boolean closing;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /** @param trusted keys of the coordinators */
    public DirectiveTail(KafkaCluster cluster, String fleet, SignatureCheck trusted) {
        this.cluster = cluster;
        this.trusted = trusted;
        this.partition = new TopicPartition(cluster.names().directives(fleet), 0);
        this.thread = new Thread(this::run, "directives-" + fleet);
        this.thread.setDaemon(true);
    }

    private record Kept(long offset, int bytes, TopicRecord record) {}

    /**
     * Records of the topic.
     *
     * @param nextOffset where to go on
     */
    record Stretch(List<TopicRecord> records, long nextOffset) {}

    /**
     * All records from an offset on; when it is the end, waits for one.
     *
     * @param isClosed whether whoever waits has no more use for it; asked again after {@link #wake}
     * @return empty when this does not hold what stands there, now or any more
     */
    synchronized Optional<Stretch> from(long offset, Duration wait, BooleanSupplier isClosed) {
        start();
        awaitWhile(() -> looking, FIRST_LOOK, isClosed);
        awaitWhile(() -> offset == end, wait, isClosed);
        return first == NOWHERE || offset < first || offset > end
                ? Optional.empty()
                : Optional.of(new Stretch(keptFrom(offset), end));
    }

    private synchronized void awaitWhile(BooleanSupplier condition, Duration atMost, BooleanSupplier isClosed) {
        long deadline = System.nanoTime() + atMost.toNanos();
        long leftMillis = atMost.toMillis();
        while (condition.getAsBoolean() && leftMillis > 0 && !closing && !isClosed.getAsBoolean()) {
            try {
                wait(leftMillis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    private List<TopicRecord> keptFrom(long offset) {
        // Whoever keeps up wants the newest one only, so it is looked for from the end.
        LinkedList<TopicRecord> records = new LinkedList<>();
        Iterator<Kept> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext()) {
            Kept each = newestFirst.next();
            if (each.offset < offset) {
                break;
            }
            records.addFirst(each.record);
        }
        return records;
    }

    private void start() {
        if (!started && !closing) {
            started = true;
            looking = true;
            thread.start();
        }
    }

    /** Lets everybody who waits look whether there is still a reason to. */
    synchronized void wake() {
        notifyAll();
    }

    private void run() {
        while (!isClosing()) {
            try (KafkaConsumer<byte[], byte[]> reading = DirectiveConsumers.create(cluster, partition)) {
                read(reading);
            } catch (WakeupException closed) {
                LOG.debug("the reading of {} ends", partition.topic());
            } catch (KafkaException | DirectivesUnreachableException failed) {
                // The nodes notice by themselves, and say so: they read on alone meanwhile.
                LOG.debug("the end of {} cannot be read now", partition.topic(), failed);
            }
            loseTrack();
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> reading) {
        DirectiveConsumers.requireTopic(reading, partition);
        if (!isOpenWith(reading)) {
            return;
        }
        long endAtStart = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long from = Math.max(0, endAtStart - MOST_RECORDS);
        reading.seek(partition, from);
        List<Kept> arrived = new ArrayList<>();
        while (!isClosing() && reading.position(partition) < endAtStart) {
            arrived.addAll(poll(reading));
        }
        beginAt(from, arrived, reading.position(partition));
        while (!isClosing()) {
            add(poll(reading), reading.position(partition));
        }
    }

    private List<Kept> poll(KafkaConsumer<byte[], byte[]> reading) {
        List<Kept> arrived = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL).records(partition)) {
            byte[] value = record.value();
            ByteString bytes = value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
            arrived.add(new Kept(record.offset(), bytes.size(), TopicRecord.read(bytes, trusted)));
        }
        return arrived;
    }

    private synchronized boolean isOpenWith(KafkaConsumer<byte[], byte[]> reading) {
        consumer = reading;
        return !closing;
    }

    private synchronized void beginAt(long offset, List<Kept> arrived, long position) {
        looking = false;
        first = offset;
        end = offset;
        add(arrived, position);
        notifyAll();
    }

    private synchronized void add(List<Kept> arrived, long position) {
        if (position == end) {
            return;
        }
        kept.addAll(arrived);
        arrived.forEach(each -> keptBytes += each.bytes);
        end = position;
        while (kept.size() > MOST_RECORDS || keptBytes > MOST_BYTES && kept.size() > 1) {
            Kept oldest = kept.remove();
            keptBytes -= oldest.bytes;
            first = oldest.offset + 1;
        }
        notifyAll();
    }

    private synchronized void loseTrack() {
        consumer = null;
        looking = false;
        kept.clear();
        keptBytes = 0;
        first = NOWHERE;
        end = NOWHERE;
        notifyAll();
        if (!closing) {
            try {
                wait(AGAIN_MILLIS);
            } catch (InterruptedException closed) {
                closing = true;
            }
        }
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            KafkaConsumer<byte[], byte[]> reading = consumer;
            if (reading != null) {
                reading.wakeup();
            }
            notifyAll();
        }
        try {
            thread.join(DirectiveConsumers.ANSWER_TIMEOUT_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
