package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two versions of the application, each with its schema of views on every node of a fleet: from one change to the next, and back. */
class VersionsIT {
    private static final String LAND = """
            change: orders-land
            fleet: orders
            why: The new version says land
            operations:
              - rename_column: {table: orders, column: country, to: land}
            views: {before: shop_v1, after: shop_v2}
            """;

    private static final String CENTS = """
            change: orders-cents
            fleet: orders
            why: The next version counts cents
            operations:
              - change_type: {table: orders, column: amount, type: bigint, up: amount * 100, down: (amount / 100)::integer}
            views: {before: shop_v2, after: shop_v3}
            """;

    @Test
    void bothVersionsWorkOnEveryNodeUntilNobodyUsesTheOldOne() throws SQLException {
        TestFleet fleet = new TestFleet();
        TestNode free = fleet.addNode("shard-1", "postgres");
        TestNode used = fleet.addNode("shard-2", "postgres");
        fleet.nodes().forEach(node -> node.run(OrdersTable.CREATE, OrdersTable.fill(100)));
        try (FleetRun run = FleetRun.start(fleet)) {
            long land = run.applyAndApprove(LAND);
            run.await(land, EpochState.AWAITING_RELEASE);
            fleet.nodes().forEach(VersionsIT::bothWork);
            contractWaitsForTheOldVersion(run, land, used);
            fleet.nodes().forEach(node -> assertThat(versions(node)).containsExactly("shop_v2"));
            run.assertWhole();

            goBackFromTheNextOne(run);
            findWhatSomebodyTakesAway(run, free);
            tryAgain(run);
        }
    }

    private static void bothWork(TestNode node) {
        node.run(
                "UPDATE shop_v1.orders SET country = 'IT' WHERE id = 1",
                "UPDATE shop_v2.orders SET land = 'ES' WHERE id = 2",
                "INSERT INTO shop_v1.orders (id, country, amount) VALUES (1001, 'PT', 1)",
                "INSERT INTO shop_v2.orders (id, land, amount) VALUES (1002, 'AT', 2)");
        assertThat(node.query("SELECT land FROM shop_v2.orders WHERE id IN (1, 1001) ORDER BY id"))
                .containsExactly("IT", "PT");
        assertThat(node.query("SELECT country FROM shop_v1.orders WHERE id IN (2, 1002) ORDER BY id"))
                .containsExactly("ES", "AT");
    }

    /** The other node has done its part meanwhile, and keeps it. */
    private static void contractWaitsForTheOldVersion(FleetRun run, long epoch, TestNode used) throws SQLException {
        try (Connection old = used.connect();
                Statement statement = old.createStatement()) {
            old.setAutoCommit(false);
            statement.execute("SET application_name = 'old-shop'");
            statement.execute("SELECT count(*) FROM shop_v1.orders");
            run.release(epoch);

            EpochStatus paused = run.await(epoch, EpochState.PAUSED);
            assertThat(paused.getPhase()).isEqualTo(Phase.CONTRACT);
            assertThat(paused.getReason())
                    .contains(used.name(), "no session uses the views of shop_v1", "\"old-shop\"", "orders");
            assertThat(versions(used)).containsExactly("shop_v1", "shop_v2");
            old.commit();
        }
        run.resume(epoch);
        run.await(epoch, EpochState.COMPLETED);
    }

    private static void goBackFromTheNextOne(FleetRun run) {
        Map<String, String> before = run.fingerprints();
        long cents = run.applyAndApprove(CENTS);
        run.await(cents, EpochState.AWAITING_RELEASE);
        for (TestNode node : run.fleet().nodes()) {
            node.run("UPDATE shop_v3.orders SET amount = 1200 WHERE land = 'AT'");
            assertThat(node.query("SELECT amount FROM shop_v2.orders WHERE land = 'AT'"))
                    .containsExactly("12");
        }

        var unused = run.client()
                .rollbackEpoch(TestFleet.command(cents).toBuilder()
                        .setConfirmLoss(true)
                        .build());
        run.await(cents, EpochState.ROLLED_BACK);

        assertThat(run.fingerprints()).isEqualTo(before);
        for (TestNode node : run.fleet().nodes()) {
            assertThat(versions(node)).containsExactly("shop_v2");
            assertThat(node.query("SELECT amount FROM shop_v2.orders WHERE land = 'AT'"))
                    .containsExactly("12");
        }
        run.assertWhole();
    }

    private static void findWhatSomebodyTakesAway(FleetRun run, TestNode node) {
        String definition = "CREATE VIEW shop_v2.orders WITH (security_invoker = true) AS "
                + node.query("SELECT pg_get_viewdef('shop_v2.orders'::regclass)")
                        .get(0);
        node.run("DROP VIEW shop_v2.orders");

        assertThat(run.drift()).singleElement().satisfies((Drift drift) -> {
            assertThat(drift.getNode()).isEqualTo(node.name());
            assertThat(drift.getObject()).isEqualTo("view:shop_v2.orders");
            assertThat(drift.getDifference()).isEqualTo("missing");
        });
        node.run(definition);
        assertThat(run.drift()).isEmpty();
    }

    /** What was rolled back stays in the history beside what went through later. */
    private static void tryAgain(FleetRun run) {
        long again = run.complete(CENTS.replace("orders-cents", "orders-cents-again"))
                .getNumber();

        run.fleet().nodes().forEach(node -> assertThat(versions(node)).containsExactly("shop_v3"));
        assertThat(LongStream.rangeClosed(1, again).mapToObj(run::epoch))
                .extracting(EpochStatus::getState)
                .containsExactly(EpochState.COMPLETED, EpochState.ROLLED_BACK, EpochState.COMPLETED);
        run.assertWhole();
    }

    private static List<String> versions(TestNode node) {
        return node.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'shop%' ORDER BY nspname");
    }
}
