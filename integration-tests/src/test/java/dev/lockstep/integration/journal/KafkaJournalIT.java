package dev.lockstep.integration.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.kafka.KafkaCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaJournalIT extends JournalContract {
    private static SharedKafka kafka;

    private final LossyProducers producers = new LossyProducers();
    private KafkaCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) {
        kafka = new SharedKafka(folder);
    }

    @BeforeEach
    void takeAPrefix() {
        cluster = kafka.newCluster();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Override
    Journal open() {
        return open(cluster);
    }

    private Journal open(KafkaCluster where) {
        return new KafkaJournal(kafka.admin(), where, FLEET, KEY, TRUSTED, KafkaTiming.DEFAULT, producers);
    }

    @Override
    Journal openCopy(List<ByteString> records) {
        KafkaCluster copy = kafka.newCluster();
        fleets(copy).ensure(FLEET);
        records.forEach(record -> appendRaw(copy, record));
        return open(copy);
    }

    @Override
    void appendRaw(ByteString record) {
        appendRaw(cluster, record);
    }

    private static void appendRaw(KafkaCluster where, ByteString record) {
        Map<String, Object> properties = where.clientProperties();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(where.names().journal(FLEET), record.toByteArray()));
            producer.flush();
        }
    }

    @Override
    void loseNextReply() {
        producers.lose(LossyProducers.Loss.REPLY);
    }

    @Override
    void loseNextRequest() {
        producers.lose(LossyProducers.Loss.REQUEST);
    }

    @Test
    void twoCoordinatorsMakeTheSameFleetAtOnce() {
        List<CompletableFuture<Void>> both = List.of(
                CompletableFuture.runAsync(() -> fleets(cluster).ensure("bank")),
                CompletableFuture.runAsync(() -> fleets(cluster).ensure("bank")));
        both.forEach(JournalContract::get);
        fleets(cluster).ensure("shop");

        assertThat(fleets(cluster).list()).containsExactly("bank", "shop");
        assertThat(fleets(kafka.newCluster()).list()).isEmpty();
    }

    private static KafkaFleets fleets(KafkaCluster where) {
        return new KafkaFleets(kafka.admin(), where, KafkaTiming.DEFAULT);
    }
}
