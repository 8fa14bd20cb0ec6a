package dev.lockstep.integration.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.KafkaProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ZooKeeperProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka and ZooKeeper as processes of their own: what was acknowledged is there after kill -9, at the same address. */
class KilledServersIT {

    private static final TopicPartition JOURNAL = new TopicPartition("journal", 0);

    @TempDir
    private Path folder;

    @Test
    void kafkaKeepsAcknowledgedRecordsOverAKill() throws Exception {
        try (Server server = new KafkaProcess("kafka", folder.resolve("kafka"), 0)) {
            server.start();
            String url = server.url();
            createTopic(url);
            send(url, "first entry");

            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.start();

            assertThat(server.url()).isEqualTo(url);
            assertThat(read(url)).containsExactly("first entry");
        }
    }

    private static void createTopic(String url) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", url))) {
            admin.createTopics(List.of(new NewTopic(JOURNAL.topic(), 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(String url, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", url, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(JOURNAL.topic(), value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(String url) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", url), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(JOURNAL));
            consumer.seekToBeginning(List.of(JOURNAL));
            return consumer.poll(Duration.ofSeconds(20)).records(JOURNAL).stream()
                    .map(record -> record.value())
                    .toList();
        }
    }

    @Test
    void zooKeeperKeepsItsNodesOverAKill() throws Exception {
        try (Server server = new ZooKeeperProcess("zookeeper", folder.resolve("zookeeper"), 0)) {
            server.start();
            String url = server.url();
            byte[] data = "sealed".getBytes(StandardCharsets.UTF_8);
            try (ZooKeeper client = new ZooKeeper(url, 10_000, event -> {})) {
                client.create("/gate", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }

            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.start();

            assertThat(server.url()).isEqualTo(url);
            try (ZooKeeper client = new ZooKeeper(url, 10_000, event -> {})) {
                assertThat(client.getData("/gate", false, null)).isEqualTo(data);
            }
        }
    }
}
