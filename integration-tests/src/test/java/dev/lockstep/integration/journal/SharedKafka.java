package dev.lockstep.integration.journal;

import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.kafka.KafkaCluster;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/** One broker for all tests of a class; each test has a prefix of its own on it. */
final class SharedKafka implements AutoCloseable {
    private final EmbeddedKafka server;
    private final Admin admin;

    SharedKafka(Path folder) {
        server = new EmbeddedKafka("kafka", folder, 0);
        server.start();
        admin = KafkaFleets.connect(newCluster(), KafkaTiming.DEFAULT);
    }

    KafkaCluster newCluster() {
        return KafkaCluster.plain(
                server.url(), "t" + UUID.randomUUID().toString().substring(0, 8));
    }

    Admin admin() {
        return admin;
    }

    EmbeddedKafka server() {
        return server;
    }

    @Override
    public void close() {
        admin.close();
        server.stop();
    }
}
