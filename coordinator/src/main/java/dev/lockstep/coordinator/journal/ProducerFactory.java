package dev.lockstep.coordinator.journal;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the producers that write a journal. Something may stand in between, such as measurements, or a test's losses. */
public interface ProducerFactory {
    /** A producer with these properties; the caller closes it. */
    Producer<byte[], byte[]> create(Map<String, Object> properties);

    /** Plain producers. */
    static ProducerFactory plain() {
        return properties -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
