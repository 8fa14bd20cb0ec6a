package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.EpochState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expand to contract on real servers, under an application that is replaced in RELEASE, without one failed statement. */
class ScenarioIT {
    private static final int ROWS = 20_000;
    private static final int ENOUGH = 25;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aColumnComesAndGoesUnderLoad(String engine) throws Exception {
        try (FleetRun run = FleetRun.ofOne(engine, OrdersTable.CREATE, OrdersTable.fill(ROWS))) {
            String before = run.member("shard-1").getFingerprint();
            TestNode node = run.node();

            try (OrdersLoad old = new OrdersLoad(node, false, ROWS, 1_000_000)) {
                through(run, OrdersTable.ADD_REGION, node, old, true);
                assertThat(node.query(
                                "SELECT id FROM orders WHERE region IS NULL OR region <> " + OrdersTable.REGION_OF))
                        .isEmpty();
            }
            String with = run.member("shard-1").getFingerprint();
            assertThat(with).isNotEqualTo(before);
            run.assertWhole();

            try (OrdersLoad old = new OrdersLoad(node, true, ROWS, 3_000_000)) {
                through(run, OrdersTable.DROP_REGION, node, old, false);
            }
            assertThat(run.member("shard-1").getFingerprint()).isEqualTo(before);
            assertThat(Long.parseLong(node.query("SELECT COUNT(*) FROM orders WHERE id <= " + ROWS)
                            .get(0)))
                    .isEqualTo(ROWS);
            run.assertWhole();
        }
    }

    /** The instance that is there sees all phases to RELEASE; there it is replaced by one of the other shape, which sees the rest. */
    private static void through(FleetRun run, String change, TestNode node, OrdersLoad old, boolean newKnowsRegion)
            throws Exception {
        awaitMore(old);
        long epoch = run.applyAndApprove(change);
        run.await(epoch, EpochState.AWAITING_RELEASE);
        awaitMore(old);
        try (OrdersLoad replacement = new OrdersLoad(node, newKnowsRegion, ROWS, 1_000_000 * (epoch * 2))) {
            awaitMore(replacement);
            awaitMore(old);
            old.close();
            run.release(epoch);
            run.await(epoch, EpochState.COMPLETED);
            awaitMore(replacement);
            assertThat(replacement.failures()).isEmpty();
        }
        assertThat(old.failures()).isEmpty();
    }

    private static void awaitMore(OrdersLoad load) {
        int from = load.statements();
        TestFleet.await(
                load::statements, now -> now > from + ENOUGH || !load.failures().isEmpty());
    }
}
