package dev.lockstep.coordinator.journal;

import dev.lockstep.kafka.KafkaCluster;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A journal's topic. Reading has its own thread. */
final class KafkaLog implements JournalLog {
    private final KafkaCluster cluster;
    private final String fleet;
    private final TopicPartition partition;
    private final Admin admin;
    private final KafkaTiming timing;
    private final ProducerFactory producers;
    private @Nullable KafkaLogReader reader;

    KafkaLog(Admin admin, KafkaCluster cluster, String fleet, KafkaTiming timing, ProducerFactory producers) {
        this.admin = admin;
        this.cluster = cluster;
        this.fleet = fleet;
        this.partition = new TopicPartition(cluster.names().journal(fleet), 0);
        this.timing = timing;
        this.producers = producers;
    }

    @Override
    public synchronized void startReading(Sink sink, OptionalLong resumeAt) {
        KafkaFleets fleets = new KafkaFleets(admin, cluster, timing);
        KafkaLogReader started =
                new KafkaLogReader(cluster, partition, timing, () -> fleets.ensure(fleet), sink, resumeAt);
        reader = started;
        started.start();
    }

    @Override
    public LogWriter openWriter() {
        Map<String, Object> properties = cluster.clientProperties();
        timing.addTo(properties);
        properties.remove("default.api.timeout.ms");
        properties.put("transactional.id", cluster.names().transactionalId(fleet));
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 0);
        properties.put("delivery.timeout.ms", timing.answerMillis());
        properties.put("max.block.ms", timing.answerMillis());
        properties.put("transaction.timeout.ms", timing.answerMillis());
        properties.put("max.request.size", Journal.MAX_ENTRY_BYTES + 64 * 1024);
        Producer<byte[], byte[]> producer = producers.create(properties);
        try {
            producer.initTransactions();
            return new KafkaLogWriter(producer, partition);
        } catch (KafkaException failed) {
            producer.close(Duration.ZERO);
            throw new LogUnreachableException(
                    "taking over the writing of " + partition.topic() + " failed: " + failed.getMessage(), failed);
        }
    }

    /** What a reader of committed records can reach. The writers before were fenced, so nothing that is pending will come before it. */
    @Override
    public long end() {
        try {
            return admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .partitionResult(partition)
                    .get(timing.answerMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException failed) {
            throw new LogUnreachableException("finding the end of " + partition.topic() + " failed: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnreachableException(
                    "finding the end of " + partition.topic() + " was interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        KafkaLogReader started;
        synchronized (this) {
            started = reader;
        }
        if (started != null) {
            started.close();
        }
    }
}
