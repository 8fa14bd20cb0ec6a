package dev.lockstep.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.kafka.KafkaSecurity;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaSecurityKeysTest {
    @Test
    void theKeysThatMayBeGivenAreThoseOfThisVersionOfKafka() {
        assertThat(KafkaSecurity.KEYS)
                .isEqualTo(AdminClientConfig.configNames().stream()
                        .filter(key ->
                                key.equals("security.protocol") || key.startsWith("sasl.") || key.startsWith("ssl."))
                        .collect(Collectors.toSet()));
        assertThat(ProducerConfig.configNames()).containsAll(KafkaSecurity.KEYS);
        assertThat(ConsumerConfig.configNames()).containsAll(KafkaSecurity.KEYS);
    }
}
