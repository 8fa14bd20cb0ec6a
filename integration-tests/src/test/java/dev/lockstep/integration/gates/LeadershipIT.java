package dev.lockstep.integration.gates;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.presence.LeaderNameResolverProvider;
import dev.lockstep.agent.presence.Presence;
import dev.lockstep.agent.presence.ZooKeeperLeaderLocator;
import dev.lockstep.coordinator.leadership.Leadership;
import dev.lockstep.coordinator.leadership.LeadershipListener;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.GetTipResponse;
import dev.lockstep.v1.Position;
import dev.lockstep.zookeeper.LeaderId;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadershipIT {
    private static SharedZooKeeper zooKeeper;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeAll
    static void start(@TempDir Path folder) {
        zooKeeper = new SharedZooKeeper(folder);
    }

    @AfterAll
    static void stop() {
        zooKeeper.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        zooKeeper.clear();
    }

    @Test
    void oneLeadsAndTheOtherFollowsWhenItCloses() throws Exception {
        Candidate first = candidate("first", "one:1");
        await().atMost(20, SECONDS).until(first.leadership::isLeading);
        Candidate second = candidate("second", "two:2");
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(second.leadership.leader()).contains(new LeaderId("first", "one:1")));
        assertThat(second.leadership.isLeading()).isFalse();

        first.leadership.close();

        await().atMost(20, SECONDS).until(second.leadership::isLeading);
        await().atMost(20, SECONDS)
                .until(() -> second.leadership.leaderAddress().equals(java.util.Optional.of("two:2")));
        assertThat(first.heard).containsExactly("gained", "lost");
        assertThat(second.heard).containsExactly("gained");
    }

    @Test
    void aLostSessionEndsLeadingAndTheOtherTakesOver() {
        Candidate first = candidate("first", "one:1");
        await().atMost(20, SECONDS).until(first.leadership::isLeading);
        Candidate second = candidate("second", "two:2");
        await().atMost(20, SECONDS)
                .until(() -> zooKeeper
                                .client("second")
                                .getChildren()
                                .forPath(zooKeeper.paths().leader())
                                .size()
                        == 2);

        zooKeeper.endSession("first");

        await().atMost(30, SECONDS).until(() -> second.heard.contains("gained"));
        await().atMost(30, SECONDS).until(() -> first.heard.contains("lost"));
    }

    @Test
    void aSuspendedConnectionEndsLeadingAtOnceAndALaterOneBeginsItAgain() {
        Candidate only = candidate("only", "one:1");
        await().atMost(20, SECONDS).until(only.leadership::isLeading);

        zooKeeper.server().stop();
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(only.heard).containsExactly("gained", "lost"));
        assertThat(only.leadership.isLeading()).isFalse();
        zooKeeper.server().start();

        await().atMost(30, SECONDS).until(only.leadership::isLeading);
        assertThat(only.heard).containsExactly("gained", "lost", "gained");
    }

    @Test
    void steppingDownGivesAnotherOneItsChance() {
        Candidate first = candidate("first", "one:1");
        await().atMost(20, SECONDS).until(first.leadership::isLeading);
        Candidate second = candidate("second", "two:2");
        await().atMost(20, SECONDS).until(() -> second.leadership.leader().isPresent());

        first.leadership.stepDown("its Kafka does not answer");

        await().atMost(20, SECONDS).until(second.leadership::isLeading);
        assertThat(first.leadership.isLeading()).isFalse();
        assertThat(first.heard).containsExactly("gained", "lost");
    }

    @Test
    void aChannelLeadsToWhoeverLeads() throws Exception {
        Server one = server(1);
        Server two = server(2);
        ZooKeeperLeaderLocator locator = opened(new ZooKeeperLeaderLocator(client("agent"), zooKeeper.paths()));
        ManagedChannel channel = channel(locator);
        assertThat(statusOf(channel)).isEqualTo(Status.Code.UNAVAILABLE);

        Candidate first = candidate("first", "127.0.0.1:" + one.getPort());
        await().atMost(20, SECONDS).ignoreExceptions().until(() -> tip(channel) == 1);
        candidate("second", "127.0.0.1:" + two.getPort());
        first.leadership.close();
        one.shutdownNow();

        // With a channel of its own, as every stream to the leader begins: one that breaks while its address changes
        // may stay idle for ever (grpc-java#12395).
        await().atMost(20, SECONDS).ignoreExceptions().until(() -> tip(channel(locator)) == 2);
    }

    @Test
    void presenceIsThereAsLongAsTheSession() {
        Presence presence = opened(new Presence(client("agent"), zooKeeper.paths(), "agent-1"));
        String sign = zooKeeper.paths().presence("shop", "n1");
        CuratorFramework watcher = client("watcher");
        presence.show("shop", "n1");
        presence.show("shop", "n1");
        await().atMost(20, SECONDS).until(() -> watcher.checkExists().forPath(sign) != null);

        zooKeeper.endSession("agent");
        await().atMost(30, SECONDS).until(() -> {
            var stat = watcher.checkExists().forPath(sign);
            return stat != null
                    && stat.getEphemeralOwner()
                            == client("agent")
                                    .getZookeeperClient()
                                    .getZooKeeper()
                                    .getSessionId();
        });

        presence.hide("shop", "n1");
        await().atMost(20, SECONDS).until(() -> watcher.checkExists().forPath(sign) == null);
    }

    private Candidate candidate(String name, String address) {
        Leadership leadership = opened(new Leadership(client(name), zooKeeper.paths(), new LeaderId(name, address)));
        Candidate candidate = new Candidate(leadership, new CopyOnWriteArrayList<>());
        leadership.start(candidate);
        return candidate;
    }

    private Server server(long number) throws IOException {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Numbered(number))
                .build()
                .start();
        opened.push(server::shutdownNow);
        return server;
    }

    private ManagedChannel channel(ZooKeeperLeaderLocator locator) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(LeaderNameResolverProvider.TARGET)
                .nameResolverFactory(new LeaderNameResolverProvider(locator))
                .usePlaintext()
                .build();
        opened.push(channel::shutdownNow);
        return channel;
    }

    private static long tip(ManagedChannel channel) {
        return AgentServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, SECONDS)
                .getTip(GetTipRequest.getDefaultInstance())
                .getTip()
                .getNumber();
    }

    private static Status.Code statusOf(ManagedChannel channel) {
        try {
            tip(channel);
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    private static CuratorFramework client(String name) {
        return zooKeeper.client(name);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private record Candidate(Leadership leadership, List<String> heard) implements LeadershipListener {
        @Override
        public void onGained() {
            heard.add("gained");
        }

        @Override
        public void onLost(String reason) {
            heard.add("lost");
        }
    }

    /** Answers with its number, so that one knows who answered. */
    private static final class Numbered extends AgentServiceGrpc.AgentServiceImplBase {
        private final long number;

        Numbered(long number) {
            this.number = number;
        }

        @Override
        public void getTip(GetTipRequest request, StreamObserver<GetTipResponse> answer) {
            answer.onNext(GetTipResponse.newBuilder()
                    .setTip(Position.newBuilder().setNumber(number))
                    .build());
            answer.onCompleted();
        }
    }
}
