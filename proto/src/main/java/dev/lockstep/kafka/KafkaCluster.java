package dev.lockstep.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * Which Kafka, and whose part of it.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param names the names of topics there
 * @param security client properties for encryption and login; empty for a plain connection
 */
public record KafkaCluster(String bootstrapServers, TopicNames names, Map<String, String> security) {
    public KafkaCluster {
        security = Map.copyOf(security);
    }

    /** A plain connection, as to an embedded Kafka. */
    public static KafkaCluster plain(String bootstrapServers, String prefix) {
        return new KafkaCluster(bootstrapServers, new TopicNames(prefix), Map.of());
    }

    /** A connection that logs in, or is encrypted, with these client properties. */
    public static KafkaCluster secured(String bootstrapServers, String prefix, Map<String, String> security) {
        return new KafkaCluster(bootstrapServers, new TopicNames(prefix), security);
    }

    /** A new map with what every client needs; for the caller to add to. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(security);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Never shows the security properties: they hold passwords. */
    @Override
    public String toString() {
        return "Kafka at " + bootstrapServers + " with prefix " + names.prefix();
    }
}
