package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.kafka.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
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
    public Journal open() {
        return open(cluster);
    }

    private Journal open(KafkaCluster where) {
        return new KafkaJournal(kafka.admin(), where, FLEET, KEY, TRUSTED, KafkaTiming.DEFAULT, producers);
    }

    @Override
    public Journal openCopy(List<ByteString> records) {
        KafkaCluster copy = kafka.newCluster();
        fleets(copy).ensure(FLEET);
        records.forEach(record -> appendRaw(copy, record));
        return open(copy);
    }

    @Override
    public void appendRaw(ByteString record) {
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
    public void loseNextReply() {
        producers.lose(LossyProducers.Loss.REPLY);
    }

    @Override
    public void loseNextRequest() {
        producers.lose(LossyProducers.Loss.REQUEST);
    }

    @Test
    void aRestartOfTheBrokerIsSurvivedByClaimingAgain() {
        KafkaTiming impatient = new KafkaTiming(Duration.ofSeconds(1), Duration.ofSeconds(3));
        JournalFollower a = follow(new KafkaJournal(kafka.admin(), cluster, FLEET, KEY, TRUSTED, impatient, producers));
        JournalWriter writer = a.claimed();
        appended(writer, "before");

        kafka.server().stop();
        assertThat(get(writer.append(events("during"), 1))).isInstanceOf(AppendOutcome.Unclear.class);
        await().atMost(30, SECONDS).until(() -> a.reachability.contains("unreachable"));
        kafka.server().start();

        await().atMost(60, SECONDS).until(() -> get(a.journal.claim("a", 1)) instanceof ClaimOutcome.Claimed);
        appended(a.claimed(), "after");
        assertThat(a.reasons()).startsWith("before").endsWith("after").doesNotHaveDuplicates();
        assertThat(a.reachability).last().isEqualTo("reachable");
        assertThat(a.damage()).isEmpty();
    }

    @Test
    void aJournalThatWasDeletedIsDamage() throws Exception {
        JournalFollower a = follow(open());
        appended(a.claimed(), "one");

        kafka.admin()
                .deleteTopics(List.of(cluster.names().journal(FLEET)))
                .all()
                .get();

        await().atMost(60, SECONDS).until(() -> !a.damage().isEmpty());
        assertThat(a.damage().get(0).reason()).contains("shorter");
    }

    @Test
    void twoCoordinatorsMakeTheSameFleetAtOnce() {
        List<CompletableFuture<Void>> both = List.of(
                CompletableFuture.runAsync(() -> fleets(cluster).ensure("bank")),
                CompletableFuture.runAsync(() -> fleets(cluster).ensure("bank")));
        both.forEach(this::get);
        fleets(cluster).ensure("shop");

        assertThat(fleets(cluster).list()).containsExactly("bank", "shop");
        assertThat(fleets(kafka.newCluster()).list()).isEmpty();
    }

    private static KafkaFleets fleets(KafkaCluster where) {
        return new KafkaFleets(kafka.admin(), where, KafkaTiming.DEFAULT);
    }
}
