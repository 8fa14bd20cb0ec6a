package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.Reader;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on a node is said, waited for, and mended; nothing else happens meanwhile. */
class FailureIT {
    private static final String DONE_WHEN_MYSQL = "SELECT EXISTS (SELECT 1 FROM information_schema.statistics"
            + " WHERE table_schema = database() AND index_name = 'orders_amount_key')";

    private static final String UNIQUE_AMOUNT = """
            change: orders-unique
            fleet: orders
            operations:
              - sql:
                  phase: expand
                  postgres:
                    run: "CREATE UNIQUE INDEX orders_amount_key ON orders (amount)"
                    undo: "DROP INDEX orders_amount_key"
                    done_when: "SELECT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'orders_amount_key')"
                  mysql:
                    run: "CREATE UNIQUE INDEX orders_amount_key ON orders (amount)"
                    undo: "DROP INDEX orders_amount_key ON orders"
                    done_when: "%s"
            """.formatted(DONE_WHEN_MYSQL);

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aStepThatFailsPausesTheEpochUntilTheNodeIsMended(String engine) {
        try (FleetRun run =
                FleetRun.ofOne(engine, OrdersTable.CREATE, "INSERT INTO orders VALUES (1, 'DE', 1), (2, 'FR', 2)")) {
            long epoch = run.apply(UNIQUE_AMOUNT);
            run.await(epoch, EpochState.AWAITING_APPROVAL);
            run.node().run("INSERT INTO orders VALUES (3, 'FR', 2)");
            run.fleet().approve(run.client(), epoch);

            EpochStatus paused = run.await(epoch, EpochState.PAUSED);
            assertThat(paused.getReason())
                    .startsWith("node shard-1, EXPAND step 1 (")
                    .containsIgnoringCase("duplicate")
                    .contains("orders_amount_key")
                    .endsWith("Repair what the server names on this node, then resume the epoch; or roll it back.");
            EpochNodeStatus failed = paused.getNodes(0);
            assertThat(failed.getState()).isEqualTo("failed");
            assertThat(failed.getMessage()).contains("orders_amount_key");
            assertThat(paused.getWaitsFor(0)).startsWith("paused: node shard-1").contains("a person can resume it");

            run.node().run("DELETE FROM orders WHERE id = 3");
            run.resume(epoch);
            run.finish(epoch);
            run.assertWhole();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aStepWaitsForAReaderAndNamesIt(String engine) throws Exception {
        try (FleetRun run = FleetRun.ofOne(engine, OrdersTable.CREATE, OrdersTable.fill(100));
                Reader reader = Reader.ofOrders(run.node())) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_NOTE);
            EpochNodeStatus waiting =
                    run.awaitNode(epoch, node -> node.getMessage().startsWith("waits for a lock: held by "));
            assertThat(waiting.getState()).isEqualTo("working");
            assertThat(waiting.getStep()).contains("note");
            assertThat(run.epoch(epoch).getPhase()).isEqualTo(Phase.EXPAND);
            assertThat(waiting.getMessage()).contains(reader.session());

            reader.close();
            run.finish(epoch);
            run.assertWhole();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql"})
    void aPauseStopsABackfillAtTheNextBatch(String engine) {
        try (FleetRun run = FleetRun.ofOne(engine, OrdersTable.CREATE, OrdersTable.fill(2_500))) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_SLOW_REGION);
            run.awaitNode(epoch, node -> node.getRowsDone() > 0);
            run.pause(epoch);
            EpochStatus paused = run.await(epoch, EpochState.PAUSED);
            assertThat(paused.getPhase()).isEqualTo(Phase.BACKFILL);
            assertThat(paused.getReason()).isEqualTo("paused by tester");

            // A batch that was begun may end; from then on nothing moves.
            String mandate = "SELECT mandate FROM " + run.node().ledgerSchema() + ".epoch WHERE epoch = " + epoch;
            long pause = paused(run);
            TestFleet.await(() -> run.node().query(mandate), now -> now.equals(List.of(String.valueOf(pause))));
            String filled = "SELECT COUNT(*) FROM orders WHERE region IS NOT NULL";
            long then = Long.parseLong(run.node().query(filled).get(0));
            assertThat(then).isPositive().isLessThan(2_500);
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Long.parseLong(run.node().query(filled).get(0)) == then);

            run.resume(epoch);
            run.finish(epoch);
            assertThat(run.node().query("SELECT id FROM orders WHERE region <> 'us'"))
                    .isEmpty();
            run.assertWhole();
        }
    }

    private static long paused(FleetRun run) {
        return new dev.lockstep.integration.fleet.FleetTopics(run.fleet().prefix())
                .issued().stream()
                        .filter(directive -> directive.getOrder().hasPause())
                        .findFirst()
                        .orElseThrow()
                        .getNumber();
    }

    @Test
    void aRefusalNamesTheReasonsOfEveryNode() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run("CREATE TABLE other (id int PRIMARY KEY)");
        fleet.addNode("shard-2", "mariadb").run(OrdersTable.CREATE, "ALTER TABLE orders ADD COLUMN region int");
        fleet.addNode("shard-3", "mysql").run(OrdersTable.CREATE);
        try (FleetRun run = FleetRun.start(fleet)) {
            long epoch = run.apply(OrdersTable.ADD_REGION);
            EpochStatus rejected = run.await(epoch, EpochState.REJECTED);
            assertThat(rejected.getReason())
                    .startsWith("PREFLIGHT refused on shard-1, shard-2; shard-1 says: ")
                    .contains("orders")
                    .contains("; shard-2 says: ")
                    .contains("region");
            assertThat(rejected.getNodesList())
                    .extracting(EpochNodeStatus::getState)
                    .containsExactly("refused", "refused", "done");
            run.assertWhole();
        }
    }

    @Test
    void anApprovalOfOtherPlansIsRefused() {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE)) {
            long epoch = run.apply(OrdersTable.ADD_NOTE);
            EpochStatus planned = run.await(epoch, EpochState.AWAITING_APPROVAL);
            String other = "00".repeat(32);
            StatusRuntimeException refused = FleetRun.refusal(() -> run.client()
                    .approveEpoch(ApproveEpochRequest.newBuilder()
                            .setFleet(TestFleet.FLEET)
                            .setEpoch(epoch)
                            .setBy("tester")
                            .addPlans(
                                    ApprovedPlan.newBuilder().setNode("shard-1").setPlanHash(other))
                            .build()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(refused)
                    .hasMessageContaining("expected an approval of the plans of epoch 1, but shard-1 has plan "
                            + planned.getNodes(0).getPlanHash() + ", not " + other);
            assertThat(run.epoch(epoch).getState()).isEqualTo(EpochState.AWAITING_APPROVAL);
            assertThat(run.node()
                            .query("SELECT count(*) FROM information_schema.columns WHERE column_name = 'note'"
                                    + " AND table_name = 'orders'"))
                    .containsExactly("0");
        }
    }

    @Test
    void anEpochWaitsForAnAgentThatIsAwayAndSaysSo() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE);
        fleet.addNode("shard-2", "postgres").run(OrdersTable.CREATE);
        try (FleetRun run = FleetRun.start(fleet)) {
            long epoch = run.apply(OrdersTable.ADD_NOTE);
            run.await(epoch, EpochState.AWAITING_APPROVAL);
            fleet.stopAgent("agent-shard-2");
            fleet.approve(run.client(), epoch);

            EpochStatus waiting = fleet.awaitEpoch(
                    run.client(),
                    epoch,
                    status -> status.getNodes(0).getState().equals("done")
                            && status.getNodes(1).getState().equals("away"));
            assertThat(waiting.getPhase()).isEqualTo(Phase.EXPAND);
            assertThat(waiting.getState()).isEqualTo(EpochState.RUNNING);
            assertThat(waiting.getWaitsForList()).contains("node shard-2 is away: no agent serves it; start its agent");
            assertThat(fleet.node("shard-2").query("SELECT * FROM orders")).isEmpty();

            fleet.startAgent("agent-shard-2", "shard-2");
            run.finish(epoch);
            run.assertWhole();
        }
    }
}
