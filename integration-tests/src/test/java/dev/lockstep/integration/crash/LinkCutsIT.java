package dev.lockstep.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.StepsOnce;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.integration.servers.TestCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An agent whose link to Kafka, or to the coordinator, is cut in the middle of an epoch: the epoch is completed, and every effect happened once. */
class LinkCutsIT {
    private static final Duration TIME_FOR_CUTS = Duration.ofSeconds(8);
    private static final int STRIDE = 2;

    /** The count shows a second run; the column would fail at one. */
    private static final String CHANGE = """
            change: cut-%d
            fleet: orders
            why: A link is cut
            operations:
              - add_column: {table: orders, column: note_%d, type: varchar(20)}
              - sql:
                  phase: expand
                  postgres: {run: "UPDATE counter SET n = n + 1"}
            """;

    private static final String[] TABLES = {
        "CREATE TABLE orders (id bigint PRIMARY KEY)",
        "CREATE TABLE counter (n int NOT NULL)",
        "INSERT INTO counter VALUES (0)"
    };

    @Test
    void epochsAreCompletedOnceWhereverTheLinkToKafkaIsCut() {
        try (TestFleet fleet = new TestFleet();
                FaultProxy proxy = KafkaThroughProxy.before(TestCluster.INSTANCE.kafka())) {
            fleet.addNode("shard-1", "postgres").run(TABLES);
            Coordinator coordinator = fleet.startCoordinator("c1");
            fleet.startAgentThrough("agent-1", proxy.address(), Optional.empty(), "shard-1");
            cutWhileEpochsRun(fleet, coordinator, proxy);
        }
    }

    @Test
    void epochsAreCompletedOnceWhereverTheLinkToTheCoordinatorIsCut() {
        try (TestFleet fleet = new TestFleet()) {
            fleet.addNode("shard-1", "postgres").run(TABLES);
            Coordinator coordinator = fleet.startCoordinator("c1");
            awaitLeader(fleet, coordinator);
            try (FaultProxy proxy = FaultProxy.before("127.0.0.1:" + coordinator.port())) {
                fleet.startAgentThrough(
                        "agent-1", TestCluster.INSTANCE.kafka(), Optional.of(proxy.address()), "shard-1");
                cutWhileEpochsRun(fleet, coordinator, proxy);
            }
        }
    }

    /** A coordinator that does not lead yet would name its own address, past the proxy. */
    private static void awaitLeader(TestFleet fleet, Coordinator coordinator) {
        fleet.startAgent("agent-0", "shard-1");
        fleet.awaitNodes(fleet.client(coordinator));
        fleet.stopAgent("agent-0");
    }

    /** Each epoch is cut at one chunk later than the one before, by a stride, before and after it in turns. */
    private static void cutWhileEpochsRun(TestFleet fleet, Coordinator coordinator, FaultProxy proxy) {
        TestNode node = fleet.node("shard-1");
        FleetRun run = new FleetRun(fleet, fleet.client(coordinator));
        fleet.awaitNodes(run.client());

        int cuts = 0;
        long epoch = 0;
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < TIME_FOR_CUTS.toNanos() || cuts < 2) {
            int chunk = 1 + (int) epoch * STRIDE;
            CrashPoint.Counter counter = new CrashPoint.Counter(new CrashPoint(chunk, epoch % 2 == 0));
            proxy.watch(counter);
            epoch = run.complete(CHANGE.formatted(epoch, epoch)).getNumber();
            cuts += counter.isReached() ? 1 : 0;
            StepsOnce.assertOnce(fleet, node, epoch);
            if (!counter.isReached()) {
                // An epoch has no more chunks than this.
                break;
            }
        }
        proxy.watch(FaultProxy.ChunkWatch.PASSING);
        System.out.printf("%d epochs, %d of them cut, a chunk in %d%n", epoch, cuts, STRIDE);

        assertThat(cuts).isGreaterThan(1);
        assertThat(node.query("SELECT n FROM counter")).containsExactly(Long.toString(epoch));
        assertThat(node.query("SELECT number FROM lockstep.directive ORDER BY number"))
                .isEqualTo(LongStream.rangeClosed(1, lastDirective(node))
                        .mapToObj(Long::toString)
                        .toList());
        run.assertWhole();
    }

    private static long lastDirective(TestNode node) {
        return Long.parseLong(
                node.query("SELECT max(number) FROM lockstep.directive").get(0));
    }
}
