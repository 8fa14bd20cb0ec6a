package dev.lockstep.integration.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.NodeHello;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that keeps what it knows in a folder, and starts with it. */
class SnapshotIT {
    /** Each is two events, and a checkpoint comes after 500. */
    private static final int NODES = 300;

    @Test
    void aCoordinatorGoesOnFromWhatItKept(@TempDir Path folder) {
        try (TestFleet fleet = new TestFleet()) {
            fleet.keepSnapshotsIn(folder);
            Coordinator first = fleet.startCoordinator("c1");
            CoordinatorServiceBlockingStub asked = fleet.client(first);
            await().atMost(30, SECONDS).until(() -> register(fleet, first) == NODES);
            Path kept = folder.resolve(TestFleet.FLEET + ".snapshot");
            await().atMost(30, SECONDS).until(() -> Files.exists(kept));
            FleetStatus before = status(asked);
            fleet.stopCoordinator("c1");

            CoordinatorServiceBlockingStub again = fleet.client(fleet.startCoordinator("c2"));

            FleetStatus after = TestFleet.await(() -> status(again), status -> status.getTerm() > before.getTerm());
            assertThat(after.getNodesList().stream()
                            .map(node -> node.getName() + node.getFingerprint())
                            .toList())
                    .isEqualTo(before.getNodesList().stream()
                            .map(node -> node.getName() + node.getFingerprint())
                            .toList());
            assertThat(after.getDamage()).isEmpty();
            assertThat(after.getJournalEntries()).isEqualTo(before.getJournalEntries() + 1);
        }
    }

    private static FleetStatus status(CoordinatorServiceBlockingStub client) {
        return client.getFleet(
                GetFleetRequest.newBuilder().setFleet(TestFleet.FLEET).build());
    }

    /** Says hello for every node, as one agent that serves them all; gives how many were confirmed. */
    private static int register(TestFleet fleet, Coordinator coordinator) {
        Confirmations confirmations = new Confirmations();
        StreamObserver<AgentMessage> stream =
                AgentServiceGrpc.newStub(fleet.client(coordinator).getChannel()).attach(confirmations);
        stream.onNext(AgentMessage.newBuilder()
                .setAgentHello(AgentHello.newBuilder().setAgent("agent-1"))
                .build());
        for (int node = 0; node < NODES; node++) {
            stream.onNext(AgentMessage.newBuilder()
                    .setNodeHello(NodeHello.newBuilder()
                            .setFleet(TestFleet.FLEET)
                            .setNode("n" + node)
                            .setEngine(Engine.POSTGRES)
                            .setDatabaseIdentity("database-" + node)
                            .setAdoptionId("adoption-" + node)
                            .setIncarnation(1))
                    .build());
        }
        await().atMost(20, SECONDS).until(() -> confirmations.count.get() == NODES || confirmations.ended);
        return confirmations.count.get();
    }

    private static final class Confirmations implements StreamObserver<CoordinatorMessage> {
        final AtomicInteger count = new AtomicInteger();
        volatile boolean ended;

        @Override
        public void onNext(CoordinatorMessage message) {
            if (message.hasNodeConfirmed()) {
                count.incrementAndGet();
            } else {
                ended = true;
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
