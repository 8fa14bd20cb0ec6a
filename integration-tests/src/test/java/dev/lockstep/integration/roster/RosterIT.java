package dev.lockstep.integration.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.GetRosterRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import dev.lockstep.v1.WaiveCommand;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Nodes come, leave, get lost and come back. */
class RosterIT {
    private static final List<String> TABLES = List.of("node", "epoch", "log", "plan", "backfill", "directive");

    private static final String ADD_COUNT = """
            change: orders-count
            fleet: orders
            why: Count them
            operations:
              - add_column:
                  table: orders
                  column: count_of_items
                  type: int
            """;

    private static final String ADD_INDEX = """
            change: orders-by-country
            fleet: orders
            why: Reports by country
            operations:
              - add_index:
                  table: orders
                  name: orders_country_idx
                  columns: [country]
            """;

    private static final String INDEX_IS_BUILT =
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CREATE INDEX CONCURRENTLY%'"
                    + " AND datname = current_database()";

    @Test
    void aNewNodeIsLetInOnceItsSchemaIsTheFleets() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE);
        try (FleetRun run = FleetRun.start(fleet)) {
            run.complete(OrdersTable.ADD_NOTE);
            TestNode late = fleet.addNode("shard-2", "postgres");
            late.run(OrdersTable.CREATE);
            fleet.startAgent("agent-shard-2", "shard-2");
            RosterNode known = awaitNode(run, "shard-2", node -> node.getStanding() == RosterStanding.KNOWN);
            assertThat(known.getReason()).contains("lockstep roster join shard-2");

            assertThat(FleetRun.refusal(() -> join(run, "shard-2")).getMessage())
                    .contains("it differs in 1 object: table:orders/column:note");
            late.run("ALTER TABLE orders ADD COLUMN note varchar(20)");
            String expected = run.fingerprints().get("shard-1");
            awaitNode(run, "shard-2", node -> node.getFingerprint().equals(expected));
            join(run, "shard-2");
            awaitNode(run, "shard-2", node -> node.getStanding() == RosterStanding.MEMBER);

            EpochStatus epoch = run.complete(ADD_COUNT);
            assertThat(epoch.getNodesList()).hasSize(2);
            assertThat(late.query("SELECT count(count_of_items) FROM orders")).containsExactly("0");
            run.assertWhole();
        }
    }

    @Test
    void aRestoredNodeIsLetBackInOnceItWasBroughtUpToDate() {
        try (FleetRun run = FleetRun.ofOne("mariadb", OrdersTable.CREATE, OrdersTable.fill(10))) {
            run.complete(OrdersTable.ADD_REGION);
            TestNode node = run.node();
            run.fleet().stopAgent("agent-shard-1");
            TABLES.forEach(table -> node.run(
                    "CREATE TABLE " + copyOf(node, table) + " AS SELECT * FROM " + node.ledgerSchema() + "." + table));
            run.fleet().startAgent("agent-shard-1", "shard-1");
            run.fleet().awaitNodes(run.client());
            run.complete(OrdersTable.ADD_NOTE);
            run.fleet().stopAgent("agent-shard-1");
            restore(node);
            run.fleet().startAgent("agent-shard-1", "shard-1");
            awaitNode(run, "shard-1", held -> held.getStanding() == RosterStanding.MEMBER_HELD);
            assertThat(FleetRun.refusal(() -> join(run, "shard-1")).getMessage())
                    .contains("the schema that the history recorded for it, but it differs in 1 object");

            node.run("ALTER TABLE orders ADD COLUMN note varchar(20)");
            TestFleet.await(() -> joins(run, "shard-1"), joined -> joined);

            awaitNode(run, "shard-1", member -> member.getStanding() == RosterStanding.MEMBER);
            run.complete(OrdersTable.DROP_REGION);
            run.assertWhole();
        }
    }

    @Test
    void anEpochGoesOnWithoutALostNodeUpToReleaseAndEndsWithItOrWithoutIt() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE, OrdersTable.fill(10));
        fleet.addNode("shard-2", "postgres").run(OrdersTable.CREATE, OrdersTable.fill(10));
        try (FleetRun run = FleetRun.start(fleet)) {
            run.complete(OrdersTable.ADD_REGION);
            long epoch = run.apply(OrdersTable.DROP_REGION);
            run.await(epoch, EpochState.AWAITING_APPROVAL);
            fleet.stopAgent("agent-shard-2");
            fleet.approve(run.client(), epoch);
            fleet.awaitEpoch(run.client(), epoch, now -> now.getPhase() == Phase.EXPAND);
            run.client().waiveNode(waiver(epoch));

            fleet.awaitEpoch(run.client(), epoch, now -> now.getPhase() == Phase.RELEASE);
            run.release(epoch);
            EpochStatus held = fleet.awaitEpoch(
                    run.client(), epoch, now -> now.getNodes(0).getState().equals("done"));
            assertThat(held.getPhase()).isEqualTo(Phase.RELEASE);
            assertThat(held.getWaitsForList()).anyMatch(wait -> wait.contains("CONTRACT cannot open"));
            assertThat(held.getNodes(1).getState()).isEqualTo("waived");

            fleet.startAgent("agent-shard-2", "shard-2");
            run.await(epoch, EpochState.COMPLETED);
            run.assertWhole();
            assertThat(fleet.node("shard-2")
                            .query("SELECT column_name FROM information_schema.columns WHERE table_name = 'orders'"
                                    + " AND column_name = 'region'"))
                    .isEmpty();

            leavesDuringAnEpoch(run);
        }
    }

    @Test
    void aNodeThatLeavesInTheMidstOfAStatementBreaksItOffAndIsLetInWithItsSchemaOnly() throws SQLException {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE, OrdersTable.fill(10));
        TestNode leaving = fleet.addNode("shard-2", "postgres");
        leaving.run(OrdersTable.CREATE, OrdersTable.fill(10));
        try (FleetRun run = FleetRun.start(fleet)) {
            String asBefore = run.fingerprints().get("shard-2");
            try (Connection writer = leaving.connect();
                    Statement statement = writer.createStatement()) {
                writer.setAutoCommit(false);
                statement.execute("UPDATE orders SET amount = 2 WHERE id = 7");
                long epoch = run.applyAndApprove(ADD_INDEX);
                TestFleet.await(() -> leaving.query(INDEX_IS_BUILT), built -> built.equals(List.of("1")));

                LeaveCommand leave = leave("its host is sold");
                run.client().leaveRoster(leave);
                assertThat(leaving.query(INDEX_IS_BUILT)).as("only asked for").containsExactly("1");
                run.client().leaveRoster(leave.toBuilder().setConfirm(true).build());

                TestFleet.await(() -> leaving.query(INDEX_IS_BUILT), built -> built.equals(List.of("0")));
                assertThat(run.finish(epoch).getNodesList()).hasSize(1);
                writer.rollback();
            }
            awaitNode(run, "shard-2", node -> node.getStanding() == RosterStanding.LEFT);
            assertThat(leaving.query(
                            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_country_idx'::regclass"))
                    .as("a build that was broken off")
                    .containsExactly("f");
            TestFleet.await(
                    () -> FleetRun.refusal(() -> join(run, "shard-2")).getMessage(),
                    said -> said.contains("it differs in 1 object: table:orders/index:orders_country_idx"));

            leaving.run("DROP INDEX orders_country_idx");
            awaitNode(run, "shard-2", node -> node.getFingerprint().equals(asBefore));
            assertThat(FleetRun.refusal(() -> join(run, "shard-2")).getMessage())
                    .contains("it differs in 1 object");
            leaving.run("CREATE INDEX orders_country_idx ON orders (country)");
            String expected = run.fingerprints().get("shard-1");
            awaitNode(run, "shard-2", node -> node.getFingerprint().equals(expected));
            join(run, "shard-2");
            awaitNode(run, "shard-2", node -> node.getStanding() == RosterStanding.MEMBER);
            assertThat(run.complete(ADD_COUNT).getNodesList()).hasSize(2);
            run.assertWhole();
        }
    }

    private static void leavesDuringAnEpoch(FleetRun run) {
        long epoch = run.apply(OrdersTable.ADD_NOTE);
        run.await(epoch, EpochState.AWAITING_APPROVAL);
        run.fleet().stopAgent("agent-shard-2");
        run.fleet().approve(run.client(), epoch);
        LeaveCommand leave = leave("its host is gone");
        FleetRoster asked = run.client().leaveRoster(leave);
        assertThat(asked.getNodes(1).getLeaveRequestedBy()).isEqualTo("ann");
        assertThat(asked.getNodes(1).getStanding()).isEqualTo(RosterStanding.MEMBER);
        run.client().leaveRoster(leave.toBuilder().setBy("bob").setConfirm(true).build());

        assertThat(run.await(epoch, EpochState.COMPLETED).getNodesList()).hasSize(1);
        run.fleet().startAgent("agent-shard-2", "shard-2");
        RosterNode left = awaitNode(run, "shard-2", node -> !node.getAgent().isEmpty());
        assertThat(left.getStanding()).isEqualTo(RosterStanding.LEFT);
        TestFleet.await(
                () -> run.fleet().node("shard-2").query("SELECT kind FROM lockstep.log WHERE kind = 'dismissed'"),
                rows -> rows.size() == 1);
        assertThat(run.fleet().node("shard-2").query("SELECT epoch FROM lockstep.epoch WHERE state = 'open'"))
                .isEmpty();
        assertThat(run.fleet()
                        .node("shard-2")
                        .query("SELECT column_name FROM information_schema.columns WHERE table_name = 'orders'"
                                + " AND column_name = 'note'"))
                .isEmpty();
    }

    private static LeaveCommand leave(String reason) {
        return LeaveCommand.newBuilder()
                .setFleet(TestFleet.FLEET)
                .setNode("shard-2")
                .setBy("ann")
                .setReason(reason)
                .build();
    }

    private static WaiveCommand waiver(long epoch) {
        return WaiveCommand.newBuilder()
                .setFleet(TestFleet.FLEET)
                .setNode("shard-2")
                .setEpoch(epoch)
                .setBy("ann")
                .setReason("its host is being repaired")
                .build();
    }

    private static boolean joins(FleetRun run, String node) {
        join(run, node);
        return true;
    }

    private static FleetRoster join(FleetRun run, String node) {
        return run.client()
                .joinRoster(RosterCommand.newBuilder()
                        .setFleet(TestFleet.FLEET)
                        .setNode(node)
                        .setBy("ann")
                        .setReason("it belongs to us")
                        .build());
    }

    private static RosterNode awaitNode(FleetRun run, String name, Predicate<RosterNode> wanted) {
        GetRosterRequest request =
                GetRosterRequest.newBuilder().setFleet(TestFleet.FLEET).build();
        return TestFleet.await(
                        () -> run.client().getRoster(request).getNodesList().stream()
                                .filter(node -> node.getName().equals(name))
                                .toList(),
                        found -> found.size() == 1 && wanted.test(found.get(0)))
                .get(0);
    }

    private static void restore(TestNode node) {
        node.run("ALTER TABLE orders DROP COLUMN note");
        TABLES.forEach(table -> node.run(
                "DELETE FROM " + node.ledgerSchema() + "." + table,
                "INSERT INTO " + node.ledgerSchema() + "." + table + " SELECT * FROM " + copyOf(node, table),
                "DROP TABLE " + copyOf(node, table)));
    }

    /** Inside of the ledger's schema: what stands there is no part of the node's schema. */
    private static String copyOf(TestNode node, String table) {
        return node.ledgerSchema() + ".copy_of_" + table;
    }
}
