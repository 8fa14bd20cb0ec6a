package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads a journal's topic, from its beginning, for ever. Only committed records are read, in the order of the log. */
final class KafkaLogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 1_000;
    /** A broker that has just become the leader may not know its end yet; one that says it again and again does. */
    private static final int SHORTER_IS_DAMAGE = 3;

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final KafkaCluster cluster;
    private final TopicPartition partition;
    private final KafkaTiming timing;
    private final Runnable ensureTopic;
    private final JournalLog.Sink sink;
    private OptionalLong resumeAt;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long position;
    private int timesSeenShorter;
    private boolean caughtUp;
    private boolean reachable = true;

    KafkaLogReader(
            KafkaCluster cluster,
            TopicPartition partition,
            KafkaTiming timing,
            Runnable ensureTopic,
            JournalLog.Sink sink,
            OptionalLong resumeAt) {
        this.cluster = cluster;
        this.partition = partition;
        this.timing = timing;
        this.ensureTopic = ensureTopic;
        this.sink = sink;
        this.resumeAt = resumeAt;
        this.thread = new Thread(this::run, "journal-reader " + partition.topic());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isClosing()) {
            try {
                ensureTopic.run();
                read();
            } catch (OffsetOutOfRangeException shorter) {
                if (++timesSeenShorter >= SHORTER_IS_DAMAGE) {
                    sink.onDamage(
                            position,
                            "expected the journal to reach offset " + position + " as it did before, found it shorter: "
                                    + shorter.getMessage());
                    return;
                }
                setReachable(false, String.valueOf(shorter.getMessage()));
                pause();
            } catch (KafkaException | LogUnreachableException failed) {
                setReachable(false, String.valueOf(failed.getMessage()));
                pause();
            } catch (RuntimeException defect) {
                // Whoever was told half of the history must not be told more.
                LOG.error("reading {} stops at offset {} because of a defect", partition.topic(), position, defect);
                sink.onDamage(position, "reading stopped because of a defect of this program: " + defect);
                return;
            }
        }
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            seek(consumer);
            long endAtStart = end(consumer);
            setReachable(true, "");
            long nextProbe = System.nanoTime() + PROBE_NANOS;
            while (!isClosing()) {
                boolean heard = pollOnce(consumer);
                if (!caughtUp && position >= endAtStart) {
                    caughtUp = true;
                    sink.onCaughtUp();
                }
                if (heard) {
                    nextProbe = System.nanoTime() + PROBE_NANOS;
                } else if (System.nanoTime() - nextProbe > 0) {
                    // A consumer without a connection looks like one without news; so ask.
                    end(consumer);
                    nextProbe = System.nanoTime() + PROBE_NANOS;
                }
            }
        }
    }

    /** To where this reader is, never to a committed offset; 0 at first, or behind the record that was asked for. */
    private void seek(KafkaConsumer<byte[], byte[]> consumer) {
        if (position == 0) {
            consumer.seekToBeginning(List.of(partition));
            requireFirst(consumer.position(partition));
            if (resumeAt.isPresent()) {
                resume(consumer, resumeAt.getAsLong());
                resumeAt = OptionalLong.empty();
            }
        }
        consumer.seek(partition, position);
    }

    private void resume(KafkaConsumer<byte[], byte[]> consumer, long at) {
        Optional<byte[]> record = at >= 0 && at < end(consumer) ? recordAt(consumer, at) : Optional.empty();
        if (record.isEmpty()) {
            sink.onAnchorMissing("no record stands at offset " + at);
        } else if (sink.resumesBehind(at, ByteString.copyFrom(record.get()))) {
            position = at + 1;
        }
    }

    /** Some offsets hold no record, but the mark of a transaction. */
    private Optional<byte[]> recordAt(KafkaConsumer<byte[], byte[]> consumer, long at) {
        consumer.seek(partition, at);
        while (!isClosing() && consumer.position(partition) <= at) {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
            if (!records.isEmpty()) {
                ConsumerRecord<byte[], byte[]> first = records.get(0);
                return first.offset() == at ? Optional.ofNullable(first.value()) : Optional.empty();
            }
            // Says so when there is no connection.
            end(consumer);
        }
        return Optional.empty();
    }

    private void requireFirst(long first) {
        if (first != 0) {
            sink.onDamage(
                    first, "expected the journal to begin at offset 0, found " + first + ": its beginning was deleted");
        }
    }

    private boolean pollOnce(KafkaConsumer<byte[], byte[]> consumer) {
        boolean heard = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
            if (isClosing()) {
                return true;
            }
            heard = true;
            byte[] value = record.value();
            sink.onRecord(record.offset(), value == null ? ByteString.EMPTY : ByteString.copyFrom(value));
            position = record.offset() + 1;
        }
        position = Math.max(position, consumer.position(partition));
        sink.onPosition(position);
        return heard;
    }

    /** Also how it is found out that the log became shorter: then this lies before the position. */
    private long end(KafkaConsumer<byte[], byte[]> consumer) {
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (end == null || end < position) {
            throw new OffsetOutOfRangeException("its end is " + end, Map.of(partition, position));
        }
        timesSeenShorter = 0;
        return end;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = cluster.clientProperties();
        timing.addTo(properties);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("max.partition.fetch.bytes", Journal.MAX_ENTRY_BYTES + 64 * 1024);
        return properties;
    }

    private void setReachable(boolean now, String reason) {
        if (reachable == now) {
            return;
        }
        reachable = now;
        if (now) {
            LOG.info("the journal {} can be read again", partition.topic());
            sink.onReachable();
        } else {
            LOG.warn("the journal {} cannot be read now, trying again: {}", partition.topic(), reason);
            sink.onUnreachable(reason);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("reading of {} ends", partition.topic());
            }
        } catch (InterruptedException interrupted) {
            closing.countDown();
        }
    }

    /** Waits until the thread is gone, unless it is the thread that asks. */
    @Override
    public void close() {
        closing.countDown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(timing.answerMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
