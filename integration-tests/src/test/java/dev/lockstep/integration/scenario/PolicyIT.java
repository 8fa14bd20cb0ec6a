package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.Reader;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.RosterCommand;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change says about failures holds on real servers. */
class PolicyIT {

    @Test
    void aNodeThatFailsInExpandTakesTheEpochBackWhereTheChangeSaysSo() {
        try (FleetRun run = twoNodes()) {
            Map<String, String> before = run.fingerprints();
            long epoch = run.apply("""
                    change: orders-unique
                    fleet: orders
                    operations:
                      - add_index: {table: orders, name: orders_country_idx, columns: [country]}
                      - sql:
                          phase: expand
                          postgres:
                            run: "CREATE UNIQUE INDEX orders_amount_key ON orders (amount)"
                            undo: "DROP INDEX orders_amount_key"
                    rollout:
                      on_failure: {expand: rollback}
                    """);
            EpochStatus planned = run.await(epoch, EpochState.AWAITING_APPROVAL);
            assertThat(planned.getPolicyList())
                    .containsExactly(
                            "on failure: pause in PREFLIGHT, BACKFILL, VALIDATE, RELEASE, CONTRACT; rollback in EXPAND");
            run.fleet().node("shard-2").run("INSERT INTO orders VALUES (8, 'DE', 7), (9, 'FR', 7)");
            run.fleet().approve(run.client(), epoch);

            EpochStatus back = run.await(epoch, EpochState.ROLLED_BACK);

            assertThat(back.getReason())
                    .startsWith("node shard-2, EXPAND step 2")
                    .contains("orders_amount_key");
            assertThat(run.fingerprints()).isEqualTo(before);
            run.assertWhole();
        }
    }

    @Test
    void anOverduePhasePausesAndNamesWhoIsNotThrough() throws Exception {
        try (FleetRun run = twoNodes();
                Reader reader = Reader.ofOrders(run.fleet().node("shard-2"))) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_NOTE + """
                    rollout:
                      deadline: {expand: 2s}
                    """);

            EpochStatus paused = run.await(epoch, EpochState.PAUSED);

            assertThat(paused.getPhase()).isEqualTo(Phase.EXPAND);
            assertThat(paused.getReason())
                    .isEqualTo("the deadline of EXPAND (2s) has passed: node shard-2 is not through");
            reader.close();
            run.resume(epoch);
            run.finish(epoch);
            run.assertWhole();
        }
    }

    @Test
    void aStepIsTriedAsOftenAsTheChangeSays() throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE);
                Reader reader = Reader.ofOrders(run.node())) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_NOTE + """
                    rollout:
                      retries: 2
                      retry_wait: 1s
                    """);

            EpochStatus paused = run.await(epoch, EpochState.PAUSED);

            assertThat(paused.getReason())
                    .contains("Tried 3 times in ")
                    .contains("In the way: session " + reader.session());
            reader.close();
            run.resume(epoch);
            run.finish(epoch);
            run.assertWhole();
        }
    }

    @Test
    void aNodeThatRefusesInPreflightIsLeftOutAndTheOthersComplete() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE);
        fleet.addNode("shard-2", "postgres").run("CREATE TABLE other (id int PRIMARY KEY)");
        fleet.addNode("shard-3", "postgres").run(OrdersTable.CREATE);
        try (FleetRun run = FleetRun.start(fleet)) {
            String before = run.member("shard-2").getFingerprint();
            String quarantine = """
                    rollout:
                      on_failure: {preflight: quarantine}
                    """;
            EpochStatus done = run.complete(OrdersTable.ADD_REGION + quarantine);

            assertThat(done.getReason())
                    .contains("except for those that are quarantined", "shard-2 (PREFLIGHT refused: ");
            assertThat(done.getNodesList())
                    .extracting(EpochNodeStatus::getNode, EpochNodeStatus::getState)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("shard-1", "done"),
                            org.assertj.core.groups.Tuple.tuple("shard-3", "done"),
                            org.assertj.core.groups.Tuple.tuple("shard-2", "quarantined"));
            assertThat(run.member("shard-2").getFingerprint()).isEqualTo(before);
            assertThat(run.member("shard-2").getMissed(0).getEpoch()).isEqualTo(1);
            run.assertWhole();

            // It keeps what it has, whatever comes; and drift still looks at it.
            run.complete(OrdersTable.ADD_NOTE);
            assertThat(run.member("shard-2").getMissedCount()).isEqualTo(2);
            fleet.node("shard-2").run("ALTER TABLE other ADD COLUMN strange int");
            assertThat(run.drift())
                    .extracting("node", "object")
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("shard-2", "table:other/column:strange"));

            RosterCommand join = RosterCommand.newBuilder()
                    .setFleet(TestFleet.FLEET)
                    .setNode("shard-2")
                    .setBy("ann")
                    .setReason("it was brought up to date")
                    .build();
            assertThat(FleetRun.refusal(() -> run.client().joinRoster(join)).getMessage())
                    .contains("expected shard-2 to have the schema of the fleet's postgres nodes");
            fleet.node("shard-2")
                    .run(
                            "DROP TABLE other",
                            OrdersTable.CREATE,
                            "ALTER TABLE orders ADD COLUMN region varchar(8) NOT NULL",
                            "CREATE INDEX orders_region_idx ON orders (region)",
                            "ALTER TABLE orders ADD COLUMN note varchar(20)");
            run.client().joinRoster(join);

            assertThat(run.member("shard-2").getMissedCount()).isZero();
            assertThat(run.complete(OrdersTable.DROP_REGION).getNodesList())
                    .extracting(EpochNodeStatus::getState)
                    .containsExactly("done", "done", "done");
            run.assertWhole();
        }
    }

    @Test
    void aRollbackThatFailsOnANodePausesAndGoesOnWhenTheNodeIsMended() {
        try (FleetRun run = twoNodes()) {
            Map<String, String> before = run.fingerprints();
            long epoch = run.applyAndApprove("""
                    change: orders-view
                    fleet: orders
                    operations:
                      - add_index: {table: orders, name: orders_country_idx, columns: [country]}
                      - sql:
                          phase: expand
                          postgres: {run: "CREATE VIEW big AS SELECT id FROM orders WHERE amount > 9", undo: "DROP VIEW big"}
                      - drop_index: {table: orders, name: orders_old_idx}
                    """);
            run.await(epoch, EpochState.AWAITING_RELEASE);
            run.fleet().node("shard-2").run("CREATE VIEW bigger AS SELECT id FROM big");

            run.rollback(epoch);
            EpochStatus paused = run.await(epoch, EpochState.PAUSED);

            assertThat(paused.getReason())
                    .startsWith("node shard-2, EXPAND step")
                    .contains("depend");
            assertThat(paused.getWaitsFor(0)).endsWith("a person can resume it");
            run.fleet().node("shard-2").run("DROP VIEW bigger");
            run.resume(epoch);
            run.await(epoch, EpochState.ROLLED_BACK);
            assertThat(run.fingerprints()).isEqualTo(before);
            run.assertWhole();
        }
    }

    @Test
    void whatHasGoneTooFarIsTakenBackByAGeneratedChange() {
        try (FleetRun run = twoNodes()) {
            Map<String, String> before = run.fingerprints();
            long epoch = run.complete(OrdersTable.ADD_NOTE).getNumber();
            StatusRuntimeException refused = FleetRun.refusal(() -> run.rollback(epoch));
            assertThat(refused).hasMessageContaining("COMPLETED");

            ReverseChange reverse = run.client()
                    .reverseEpoch(GetEpochRequest.newBuilder()
                            .setFleet(TestFleet.FLEET)
                            .setEpoch(epoch)
                            .build());
            assertThat(reverse.getComplete()).as(reverse.getChangeFile()).isTrue();
            run.complete(reverse.getChangeFile());

            assertThat(run.fingerprints()).isEqualTo(before);
            run.assertWhole();
        }
    }

    private static FleetRun twoNodes() {
        TestFleet fleet = new TestFleet();
        for (String node : new String[] {"shard-1", "shard-2"}) {
            fleet.addNode(node, "postgres").run(OrdersTable.CREATE, "CREATE INDEX orders_old_idx ON orders (amount)");
        }
        return FleetRun.start(fleet);
    }
}
