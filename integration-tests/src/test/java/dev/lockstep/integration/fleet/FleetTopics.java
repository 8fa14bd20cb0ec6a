package dev.lockstep.integration.fleet;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.integration.servers.TestCluster;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A fleet's topics as they are stored, for whoever has Kafka's password and no key.
 *
 * @param prefix of the topics
 */
public record FleetTopics(String prefix) {
    private static final Duration POLL = Duration.ofMillis(500);

    /** A topic's name of the fleet. */
    public String journal() {
        return cluster().names().journal(TestFleet.FLEET);
    }

    public String directives() {
        return cluster().names().directives(TestFleet.FLEET);
    }

    /** Every committed record. */
    public List<ByteString> records(String topic) {
        Map<String, Object> properties = cluster().clientProperties();
        properties.put("isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ByteString> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records.add(ByteString.copyFrom(record.value()));
                }
            }
        }
        return records;
    }

    /** Appends records as a producer of the protocol would: in one transaction. */
    public void append(String topic, List<ByteString> records) {
        Map<String, Object> properties = cluster().clientProperties();
        properties.put("transactional.id", "stranger-" + UUID.randomUUID());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(record -> producer.send(new ProducerRecord<>(topic, 0, null, record.toByteArray())));
            producer.commitTransaction();
        }
    }

    /** Appends one record outside of any transaction. */
    public void appendPlainly(String topic, ByteString record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                cluster().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, null, record.toByteArray()));
            producer.flush();
        }
    }

    /** The entries of the journal, whether they count or not. */
    public List<JournalEntry> entries() {
        return records(journal()).stream().map(FleetTopics::entry).toList();
    }

    /** Every event of the journal, in order. */
    public List<Event> events() {
        return entries().stream()
                .flatMap(entry -> entry.getEventsList().stream())
                .toList();
    }

    /** The directives, in order. */
    public List<Directive> issued() {
        return records(directives()).stream().map(FleetTopics::directive).toList();
    }

    /** The entry in a stored record. */
    public static JournalEntry entry(ByteString record) {
        try {
            return JournalEntry.parseFrom(envelope(record).getPayload());
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException("no journal entry", wrong);
        }
    }

    /** The directive in a stored record. */
    public static Directive directive(ByteString record) {
        try {
            return Directive.parseFrom(envelope(record).getPayload());
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException("no directive", wrong);
        }
    }

    /** The signed envelope in a stored record. */
    public static SignedEnvelope envelope(ByteString record) {
        try {
            return SignedEnvelope.parseFrom(record);
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException("no signed envelope", wrong);
        }
    }

    /** Where the topics are. */
    public KafkaCluster cluster() {
        return KafkaCluster.plain(TestCluster.INSTANCE.kafka(), prefix);
    }
}
