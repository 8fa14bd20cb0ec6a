package dev.lockstep.integration.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.DirectiveSources;
import dev.lockstep.agent.directives.DirectivesUnreachableException;
import dev.lockstep.agent.directives.KafkaDirectiveSource;
import dev.lockstep.coordinator.directives.DirectiveTopic;
import dev.lockstep.coordinator.directives.KafkaDirectives;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.v1.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaDirectivesIT extends DirectivesContract {
    private static SharedKafka kafka;

    private KafkaCluster cluster;
    private DirectiveTopic raw;
    private DirectiveSources ofOneAgent;

    @BeforeAll
    static void start(@TempDir Path folder) {
        kafka = new SharedKafka(folder);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void takeAPrefix() {
        cluster = kafka.newCluster();
        new KafkaFleets(kafka.admin(), cluster, KafkaTiming.DEFAULT).ensure(FLEET);
        raw = topic();
        ofOneAgent = new DirectiveSources(cluster, TRUSTED);
    }

    @AfterEach
    void closeRaw() {
        raw.close();
        ofOneAgent.close();
    }

    @Override
    DirectiveTopic topic() {
        return new KafkaDirectives(cluster, FLEET, KafkaTiming.DEFAULT);
    }

    @Override
    DirectiveSource newSource() {
        return ofOneAgent.apply(FLEET);
    }

    @Test
    void aFleetWithoutATopicIsSaidAtOnceAndFollowedOnceItIsThere() throws Exception {
        try (DirectiveSource source = new KafkaDirectiveSource(cluster, "newcomers", TRUSTED)) {
            assertThatThrownBy(() -> source.poll(Position.getDefaultInstance(), Duration.ofSeconds(1)))
                    .isInstanceOf(DirectivesUnreachableException.class)
                    .hasMessageContaining(
                            "expected the topic " + cluster.names().directives("newcomers"))
                    .hasMessageContaining("a coordinator makes it");

            new KafkaFleets(kafka.admin(), cluster, KafkaTiming.DEFAULT).ensure("newcomers");

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(DirectivesUnreachableException.class)
                    .untilAsserted(() -> assertThat(source.poll(Position.getDefaultInstance(), Duration.ofMillis(100)))
                            .isEmpty());
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("the agent's one reader goes on, too")
                    .extracting(Thread::getName)
                    .contains("directives-newcomers");
        }
    }

    @Override
    void appendRaw(ByteString record) {
        raw.append(List.of(record));
    }
}
