package dev.lockstep.coordinator.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.LogUnreachableException;
import dev.lockstep.kafka.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A fleet's directives topic on Kafka. It connects when it is first used, and anew after a failure. */
public final class KafkaDirectives implements DirectiveTopic {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BATCH_OVERHEAD_BYTES = 64 * 1024;

    private final KafkaCluster cluster;
    private final TopicPartition partition;
    private final KafkaTiming timing;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public KafkaDirectives(KafkaCluster cluster, String fleet, KafkaTiming timing) {
        this.cluster = cluster;
        this.partition = new TopicPartition(cluster.names().directives(fleet), 0);
        this.timing = timing;
    }

    @Override
    public synchronized Chunk read(long offset) {
        try {
            KafkaConsumer<byte[], byte[]> reading = consumer();
            long end = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (end < offset) {
                return new Chunk(List.of(), end);
            }
            reading.seek(partition, offset);
            return readUntil(reading, end);
        } catch (KafkaException failed) {
            close();
            throw new LogUnreachableException(
                    "reading " + partition.topic() + " failed: " + failed.getMessage(), failed);
        }
    }

    private Chunk readUntil(KafkaConsumer<byte[], byte[]> reading, long end) {
        List<ByteString> values = new ArrayList<>();
        long deadline = System.nanoTime() + timing.answerTimeout().toNanos();
        while (reading.position(partition) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new LogUnreachableException(
                        "reading " + partition.topic() + " took longer than " + timing.answerTimeout(), null);
            }
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL).records(partition)) {
                byte[] value = record.value();
                values.add(value == null ? ByteString.EMPTY : ByteString.copyFrom(value));
            }
        }
        return new Chunk(values, reading.position(partition));
    }

    @Override
    public synchronized void append(List<ByteString> records) {
        try {
            KafkaProducer<byte[], byte[]> writing = producer();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ByteString record : records) {
                sent.add(writing.send(
                        new ProducerRecord<>(partition.topic(), partition.partition(), null, record.toByteArray())));
            }
            writing.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (KafkaException | ExecutionException failed) {
            close();
            throw new LogUnreachableException(
                    "writing " + partition.topic() + " failed: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnreachableException("writing " + partition.topic() + " was interrupted", interrupted);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> existing = consumer;
        if (existing != null) {
            return existing;
        }
        Map<String, Object> properties = properties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        // A broker answers one request of a connection at a time: a fetch that it holds back keeps the question for the
        // end waiting.
        properties.put("fetch.max.wait.ms", 0);
        KafkaConsumer<byte[], byte[]> created =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        created.assign(List.of(partition));
        consumer = created;
        return created;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> existing = producer;
        if (existing != null) {
            return existing;
        }
        Map<String, Object> properties = properties();
        properties.remove("default.api.timeout.ms");
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 0);
        properties.put(
                "delivery.timeout.ms", Math.toIntExact(timing.answerTimeout().toMillis()));
        properties.put("max.block.ms", timing.answerTimeout().toMillis());
        properties.put("max.request.size", Journal.MAX_ENTRY_BYTES + BATCH_OVERHEAD_BYTES);
        KafkaProducer<byte[], byte[]> created =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer = created;
        return created;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = cluster.clientProperties();
        timing.addTo(properties);
        return properties;
    }

    @Override
    public synchronized void close() {
        KafkaConsumer<byte[], byte[]> reading = consumer;
        KafkaProducer<byte[], byte[]> writing = producer;
        consumer = null;
        producer = null;
        if (reading != null) {
            reading.close();
        }
        if (writing != null) {
            writing.close(Duration.ZERO);
        }
    }
}
