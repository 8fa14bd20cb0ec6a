package dev.lockstep.integration.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.kafka.TopicNames;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.EpochState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.zookeeper.KeeperException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose processes log in at Kafka and ZooKeeper, with the rights that docs/production.md gives them and no others. */
class SecuredFleetIT {
    private static SecuredArbiters secured;

    @BeforeAll
    static void start(@TempDir Path folder) {
        secured = new SecuredArbiters(folder);
    }

    @AfterAll
    static void stop() {
        secured.close();
    }

    @Test
    void aChangeGoesThroughAndStrangersGetNowhere() throws Exception {
        try (TestFleet fleet = new TestFleet(secured.arbiters())) {
            secured.allow(fleet.prefix(), TestFleet.FLEET);
            TestNode node = fleet.addNode("shard-1", "postgres");
            node.run("CREATE TABLE orders (id bigint PRIMARY KEY)", "INSERT INTO orders VALUES (1)");
            Coordinator coordinator = fleet.startCoordinator("c1");
            fleet.startAgents();
            CoordinatorServiceBlockingStub client = fleet.client(coordinator);
            fleet.awaitNodes(client);

            fleet.apply(client, """
                    change: orders-note
                    fleet: orders
                    why: Notes
                    operations:
                      - add_column: {table: orders, column: note, type: text}
                    """);
            fleet.awaitState(client, 1, EpochState.AWAITING_APPROVAL);
            fleet.approve(client, 1);
            fleet.awaitState(client, 1, EpochState.COMPLETED);

            assertThat(node.query("SELECT note FROM orders")).containsExactly("null");
            anAgentMayReadDirectivesAndNothingElse(fleet.prefix());
            strangersGetNowhereInZooKeeper("/lockstep/" + fleet.prefix());
        }
    }

    @Test
    void aCoordinatorWithAWrongPasswordSaysSoAndLeadsNothing() throws Exception {
        try (TestFleet fleet = new TestFleet(secured.arbitersWithWrongPassword())) {
            Coordinator coordinator = fleet.startCoordinator("c1");
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + coordinator.port() + "/readyz"))
                    .build();
            HttpClient http = HttpClient.newHttpClient();

            await().atMost(30, SECONDS)
                    .untilAsserted(() -> assertThat(
                                    http.send(ready, BodyHandlers.ofString()).body())
                            .contains("Kafka cannot be reached")
                            .containsIgnoringCase("authentication"));
        }
    }

    private static void anAgentMayReadDirectivesAndNothingElse(String prefix) throws Exception {
        TopicNames names = new TopicNames(prefix);
        Map<String, Object> properties = new KafkaCluster(
                        secured.arbiters().kafka(), names, secured.arbiters().agentKafka())
                .clientProperties();
        try (Admin admin = Admin.create(properties)) {
            TopicPartition directives = new TopicPartition(names.directives(TestFleet.FLEET), 0);
            assertThat(admin.listOffsets(Map.of(directives, OffsetSpec.latest()))
                            .partitionResult(directives)
                            .get()
                            .offset())
                    .isPositive();
            TopicPartition journal = new TopicPartition(names.journal(TestFleet.FLEET), 0);
            assertThatThrownBy(() -> admin.listOffsets(Map.of(journal, OffsetSpec.latest()))
                            .partitionResult(journal)
                            .get())
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
        properties.put("max.block.ms", 5_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(
                            () -> producer.send(new ProducerRecord<>(names.directives(TestFleet.FLEET), new byte[] {1}))
                                    .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    private static void strangersGetNowhereInZooKeeper(String root) throws Exception {
        List<String> paths = List.of("/lockstep", root, root + "/leader");
        try (CuratorFramework own =
                zooKeeperAs(secured.arbiters().agentZooKeeper().digest())) {
            for (String path : paths) {
                assertThat(own.checkExists().forPath(path)).as(path).isNotNull();
            }
        }
        for (String login : List.of("", "lockstep:guessed", "somebody:else")) {
            try (CuratorFramework stranger = zooKeeperAs(login)) {
                for (String path : paths) {
                    assertNoRight(
                            login, "create in " + path, () -> stranger.create().forPath(path + "/mine"));
                    assertNoRight(
                            login, "write " + path, () -> stranger.setData().forPath(path, new byte[] {1}));
                    assertNoRight(
                            login, "read " + path, () -> stranger.getChildren().forPath(path));
                }
                assertNoRight(login, "delete", () -> stranger.delete().forPath(root + "/leader"));
            }
        }
    }

    private static void assertNoRight(String login, String to, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).as("%s as \"%s\"", to, login).isInstanceOf(KeeperException.NoAuthException.class);
    }

    private static CuratorFramework zooKeeperAs(String login) {
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(secured.arbiters().zooKeeper())
                .retryPolicy(new RetryOneTime(100));
        if (!login.isEmpty()) {
            builder.authorization("digest", login.getBytes(StandardCharsets.UTF_8));
        }
        CuratorFramework client = builder.build();
        client.start();
        return client;
    }
}
