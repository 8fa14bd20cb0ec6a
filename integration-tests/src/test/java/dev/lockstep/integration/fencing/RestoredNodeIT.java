package dev.lockstep.integration.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.NodeStatus;
import dev.lockstep.v1.RosterCommand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose database is not what it was: held with the reason, and nothing is executed on it. */
class RestoredNodeIT {
    private static final List<String> TABLES =
            List.of("node", "epoch", "log", "plan", "backfill", "observation", "directive");
    private static final int RESTARTS = 6;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aNodeThatWasRestoredFromAnOlderBackupIsHeld(String engine) {
        try (FleetRun run = FleetRun.ofOne(engine, OrdersTable.CREATE, OrdersTable.fill(10))) {
            run.complete(OrdersTable.ADD_REGION);
            TestNode node = run.node();
            run.fleet().stopAgent("agent-shard-1");
            takeBackup(run);
            run.complete(OrdersTable.ADD_NOTE);
            run.fleet().stopAgent("agent-shard-1");
            restore(node);

            // However often the agent is started again, its node does not grow into what it was.
            for (int start = 1; start <= RESTARTS; start++) {
                run.fleet().startAgent("agent-shard-1", "shard-1");
                long expected = start;
                assertHeld(run, expected);
                run.fleet().stopAgent("agent-shard-1");
            }
            run.fleet().startAgent("agent-shard-1", "shard-1");
            assertNothingIsExecuted(run);
        }
    }

    private static void assertHeld(FleetRun run, long start) {
        String incarnations = "SELECT COUNT(*) FROM " + run.node().ledgerSchema() + ".log WHERE kind = 'incarnation'";
        TestFleet.await(() -> run.node().query(incarnations), now -> Long.parseLong(now.get(0)) > start);
        NodeStatus held = TestFleet.await(
                () -> run.member("shard-1"),
                node -> node.getAttached() && !node.getHeld().isEmpty());
        assertThat(held.getHeld())
                .startsWith("its ledger is older than the history: ")
                .endsWith(
                        "the database was restored from an older backup, or lost commits in a failover; bring its newest"
                                + " state back, or let it go on from this one: lockstep roster join shard-1 --reason …");
    }

    private static void assertNothingIsExecuted(FleetRun run) {
        long epoch = run.apply(OrdersTable.DROP_REGION);
        EpochStatus status = run.fleet()
                .awaitEpoch(
                        run.client(), epoch, now -> now.getNodes(0).getState().equals("held"));
        EpochNodeStatus node = status.getNodes(0);
        assertThat(node.getMessage()).startsWith("its ledger is older than the history: ");
        assertThat(status.getWaitsFor(0))
                .startsWith("node shard-1 to finish PREFLIGHT, but it is held: its ledger is older than the history");
        assertThat(run.node().query("SELECT kind FROM " + run.node().ledgerSchema() + ".log WHERE epoch = " + epoch))
                .isEmpty();
        assertThat(run.node().query("SELECT region FROM orders WHERE id = 1")).hasSize(1);
    }

    /** Its backup is from before the epoch, so its ledger has not even the plan; it is the only node, so nobody could go on without it. */
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void theLastNodeOfAnEpochGoesThroughItAgainFromItsBackup(String engine) {
        try (FleetRun run = FleetRun.ofOne(engine, WITH_EXTRA, OrdersTable.fill(10))) {
            run.complete(OrdersTable.ADD_REGION);
            long epoch = restoredInRelease(run);

            assertThat(join(run).getNodesList()).isNotEmpty();

            EpochStatus through = run.fleet()
                    .awaitEpoch(
                            run.client(),
                            epoch,
                            now -> now.getState() == EpochState.AWAITING_RELEASE
                                    && now.getWaitsForList().stream().noneMatch(wait -> wait.contains("catch up")));
            assertThat(through.getWaitsForList()).hasSize(1);
            assertThat(run.node().query("SELECT COUNT(note) FROM orders")).containsExactly("0");
            run.finish(epoch);
            assertThat(run.node().query("SELECT COUNT(*) FROM orders WHERE note IS NULL AND amount = 1"))
                    .containsExactly("10");
            assertThat(run.drift()).isEmpty();
            assertThat(stepsDone(run.node(), epoch)).doesNotHaveDuplicates().isNotEmpty();
            run.assertWhole();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void theLastNodeOfAnEpochGoesBackFromItsBackup(String engine) {
        try (FleetRun run = FleetRun.ofOne(engine, WITH_EXTRA, OrdersTable.fill(10))) {
            run.complete(OrdersTable.ADD_REGION);
            Map<String, String> before = run.fingerprints();
            long epoch = restoredInRelease(run);
            run.client()
                    .rollbackEpoch(TestFleet.command(epoch).toBuilder()
                            .setConfirmLoss(true)
                            .build());

            join(run);

            run.await(epoch, EpochState.ROLLED_BACK);
            assertThat(run.fingerprints()).isEqualTo(before);
            assertThat(run.drift()).isEmpty();
            run.complete(OrdersTable.ADD_NOTE);
            run.assertWhole();
        }
    }

    private static final String WITH_EXTRA =
            OrdersTable.CREATE.substring(0, OrdersTable.CREATE.length() - 1) + ", extra int)";

    private static final String NOTE_FOR_EXTRA = """
            change: orders-note-for-extra
            fleet: orders
            why: A note says it better
            operations:
              - add_column:
                  table: orders
                  column: note
                  type: varchar(20)
              - drop_column:
                  table: orders
                  column: extra
            """;

    /** An epoch that waits for its release, and its only node, held because its database is as it was before the epoch. */
    private static long restoredInRelease(FleetRun run) {
        run.fleet().stopAgent("agent-shard-1");
        takeBackup(run);
        long epoch = run.applyAndApprove(NOTE_FOR_EXTRA);
        run.await(epoch, EpochState.AWAITING_RELEASE);
        run.fleet().stopAgent("agent-shard-1");
        restore(run.node());
        run.fleet().startAgent("agent-shard-1", "shard-1");
        TestFleet.await(
                () -> run.member("shard-1"),
                node -> node.getAttached() && !node.getHeld().isEmpty());
        return epoch;
    }

    private static FleetRoster join(FleetRun run) {
        RosterCommand join = RosterCommand.newBuilder()
                .setFleet(TestFleet.FLEET)
                .setNode("shard-1")
                .setBy("ann")
                .setReason("there is no newer backup")
                .build();
        return run.client().joinRoster(join);
    }

    private static List<String> stepsDone(TestNode node, long epoch) {
        return node.query("SELECT step FROM " + node.ledgerSchema() + ".log WHERE kind = 'done' AND epoch = " + epoch);
    }

    /** Of the ledger; the agent stands still meanwhile. */
    private static void takeBackup(FleetRun run) {
        TestNode node = run.node();
        TABLES.forEach(table -> node.run(
                "CREATE TABLE " + copyOf(node, table) + " AS SELECT * FROM " + node.ledgerSchema() + "." + table));
        run.fleet().startAgent("agent-shard-1", "shard-1");
        run.fleet().awaitNodes(run.client());
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

    @Test
    void aCloneUnderTheNameOfANodeIsHeld() {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE)) {
            run.complete(OrdersTable.ADD_NOTE);
            run.fleet().stopAgent("agent-shard-1");
            TestNode node = run.node();
            TestNode server = new TestNode("server", node.server(), "postgres");
            server.run(
                    "CREATE DATABASE " + node.database() + "_clone TEMPLATE " + node.database(),
                    "DROP DATABASE " + node.database(),
                    "ALTER DATABASE " + node.database() + "_clone RENAME TO " + node.database());
            run.fleet().startAgent("agent-shard-1", "shard-1");

            NodeStatus held = TestFleet.await(
                    () -> run.member("shard-1"), now -> !now.getHeld().isEmpty());
            assertThat(held.getHeld())
                    .startsWith("expected database ")
                    .endsWith("another database under the name of this node");
        }
    }
}
