package dev.lockstep.agent.directives;

import dev.lockstep.kafka.KafkaCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How an agent reads a directives topic: assigned, never in a consumer group. */
final class DirectiveConsumers {
    static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int LARGEST_RECORD_BYTES = 8 * 1024 * 1024 + 64 * 1024;

    private DirectiveConsumers() {}

    /** A consumer that is assigned the partition; the caller closes it. */
    static KafkaConsumer<byte[], byte[]> create(KafkaCluster cluster, TopicPartition partition) {
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
        return created;
    }

    /** A fleet without an epoch may have no topic yet: asking for its end would wait the whole time-out. */
    static void requireTopic(KafkaConsumer<byte[], byte[]> reading, TopicPartition partition) {
        List<PartitionInfo> partitions = reading.partitionsFor(partition.topic());
        if (partitions == null || partitions.isEmpty()) {
            throw new DirectivesUnreachableException(
                    "expected the topic " + partition.topic() + ", but Kafka has none of that name (yet): a coordinator"
                            + " makes it when it first hears of the fleet; check the fleet's name if this stays",
                    null);
        }
    }
}
