package dev.lockstep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.NotLeader;
import dev.lockstep.v1.Position;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an agent finds the leader again. */
class LeaderStreamTest {
    private static final long FOR_EVER = 3_600_000;

    private final Channels channels = new Channels();
    private final LeaderStream stream = new LeaderStream(
            AgentHello.newBuilder().setAgent("agent-1").build(),
            channels,
            List.of(new NodeReports("orders", "shard-1", new NodeStanding())),
            new InspectionDesk(Map.of()),
            Pacer.ofSystem(),
            new Backoff(new Random(7), FOR_EVER, FOR_EVER));

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void goesToANewLeaderWhateverItWouldHaveWaitedForTheOneBefore() {
        channels.leader = "one:1";
        stream.start();
        channels.awaitOpened("one:1");
        channels.opened.get(0).breaks();

        channels.leader = "two:2";

        channels.awaitOpened("one:1", "two:2");
    }

    @Test
    void waitsWhenTheSameOneStillLeads() throws Exception {
        channels.leader = "one:1";
        stream.start();
        channels.awaitOpened("one:1");

        channels.opened.get(0).breaks();

        channels.awaitLooks(5);
        channels.awaitOpened("one:1");
    }

    @Test
    void followsOneHintAndThenAsksForTheLeader() {
        channels.leader = "one:1";
        stream.start();
        channels.awaitOpened("one:1");

        channels.opened.get(0).namesAsLeader("three:3");
        channels.awaitOpened("one:1", "three:3");
        channels.opened.get(1).namesAsLeader("one:1");
        channels.awaitLooks(5);
        channels.awaitOpened("one:1", "three:3");

        channels.leader = "two:2";
        channels.awaitOpened("one:1", "three:3", "two:2");
    }

    /** The network, with a leader that somebody names. */
    private static final class Channels implements LeaderChannels {
        final List<Connection> opened = new CopyOnWriteArrayList<>();
        volatile String leader = "";
        volatile int looks;

        @Override
        public Optional<LeaderConnection> open(String hint) {
            Connection connection = new Connection(hint.isEmpty() ? leader : hint);
            opened.add(connection);
            return Optional.of(connection);
        }

        @Override
        public Optional<String> leader() {
            looks++;
            return leader.isEmpty() ? Optional.empty() : Optional.of(leader);
        }

        void awaitOpened(String... addresses) {
            await().untilAsserted(() ->
                    assertThat(opened).extracting(each -> each.address).containsExactly(addresses));
        }

        void awaitLooks(int more) {
            int before = looks;
            await().until(() -> looks >= before + more);
        }
    }

    /** A stream to one coordinator. */
    private static final class Connection implements LeaderConnection {
        final String address;
        private volatile StreamObserver<CoordinatorMessage> toAgent;

        Connection(String address) {
            this.address = address;
        }

        @Override
        public StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> fromLeader) {
            toAgent = fromLeader;
            return new StreamObserver<>() {
                @Override
                public void onNext(AgentMessage message) {}

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            };
        }

        void breaks() {
            await().until(() -> toAgent != null);
            toAgent.onError(new IllegalStateException("the stream broke"));
        }

        void namesAsLeader(String other) {
            await().until(() -> toAgent != null);
            toAgent.onNext(CoordinatorMessage.newBuilder()
                    .setNotLeader(NotLeader.newBuilder().setLeader(other))
                    .build());
        }

        @Override
        public Optional<Position> tip(String fleet) {
            return Optional.empty();
        }

        @Override
        public void end() {}
    }
}
