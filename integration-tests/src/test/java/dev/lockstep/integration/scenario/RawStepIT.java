package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.EpochState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw steps, whose plans cannot say what they change: what they changed is on the record, and what others changed is drift. */
class RawStepIT {
    private static final String EXTRA = "table:orders/column:extra";
    private static final String INDEX_IS_THERE =
            "SELECT EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = database()"
                    + " AND index_name = '%s')";
    private static final String COLUMN_IS_THERE =
            "SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = database()"
                    + " AND table_name = 'orders' AND column_name = 'note')";

    /** Makes an index by itself, changes the table, and makes a view; in the end an index goes. */
    private static final String CHANGE = """
            change: orders-raw
            fleet: orders
            why: What no operation does
            operations:
              - sql:
                  phase: expand
                  postgres:
                    run: "CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount)"
                    undo: "DROP INDEX CONCURRENTLY orders_amount_idx"
                    done_when: "SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('orders_amount_idx') AND indisvalid)"
                  mysql:
                    run: "CREATE INDEX orders_amount_idx ON orders (amount)"
                    undo: "DROP INDEX orders_amount_idx ON orders"
                    done_when: "%s"
              - sql:
                  phase: expand
                  postgres:
                    run: "ALTER TABLE orders ADD COLUMN note text, ALTER COLUMN amount SET DEFAULT 3"
                    undo: "ALTER TABLE orders DROP COLUMN note, ALTER COLUMN amount DROP DEFAULT"
                  mysql:
                    run: "ALTER TABLE orders ADD COLUMN note text, ALTER COLUMN amount SET DEFAULT 3"
                    undo: "ALTER TABLE orders DROP COLUMN note, ALTER COLUMN amount DROP DEFAULT"
                    done_when: "%s"
              - add_column:
                  table: orders
                  column: region
                  type: varchar(8)
                  nullable: false
                  value: "%s"
              - sql:
                  phase: contract
                  postgres:
                    run: "DROP INDEX orders_country_idx"
                  mysql:
                    run: "DROP INDEX orders_country_idx ON orders"
                    done_when: "%s"
            """.formatted(
                    INDEX_IS_THERE.formatted("orders_amount_idx"),
                    COLUMN_IS_THERE,
                    OrdersTable.REGION_OF,
                    INDEX_IS_THERE.formatted("orders_country_idx").replace("EXISTS", "NOT EXISTS"));

    @Test
    void aRawStepWithoutAnUndoStaysWhereSomebodyConfirmsIt() {
        String change = CHANGE.replaceAll("(?m)^ +undo: .*\\n", "");
        try (FleetRun run = start("postgres")) {
            long epoch = run.applyAndApprove(change);
            run.await(epoch, EpochState.AWAITING_RELEASE);
            assertThatThrownBy(() -> run.rollback(epoch))
                    .hasMessageContaining("leaves behind what has no way back: step 1 of EXPAND");

            run.client()
                    .rollbackEpoch(TestFleet.command(epoch).toBuilder()
                            .setConfirmLoss(true)
                            .build());
            run.await(epoch, EpochState.ROLLED_BACK);
            assertThat(run.node()
                            .query("SELECT attname FROM pg_attribute WHERE attrelid = 'orders'::regclass"
                                    + " AND attname IN ('note', 'region')"))
                    .containsExactly("note");
            run.assertWhole();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void whatRawStepsChangedIsNoDriftAndWhatOthersChangedIs(String engine) {
        try (FleetRun run = start(engine)) {
            thereAndBack(run);
            run.node().run("ALTER TABLE orders ADD COLUMN extra int");
            assertThat(run.drift()).extracting(Drift::getObject).containsExactly(EXTRA);

            run.complete(CHANGE);

            assertThat(run.drift()).extracting(Drift::getObject).containsExactly(EXTRA);
            run.node().run("ALTER TABLE orders DROP COLUMN extra");
            run.assertWhole();
            String on = engine.equals("postgres") ? "" : " ON orders";
            run.node()
                    .run(
                            "DROP INDEX orders_amount_idx" + on,
                            "ALTER TABLE orders DROP COLUMN note",
                            "CREATE INDEX orders_country_idx ON orders (country)");
            assertThat(run.drift())
                    .extracting(drift -> drift.getObject() + " " + drift.getDifference())
                    .containsExactly(
                            "table:orders/column:note missing",
                            "table:orders/index:orders_amount_idx missing",
                            "table:orders/index:orders_country_idx unexpected");
        }
    }

    private static void thereAndBack(FleetRun run) {
        String before = run.member("shard-1").getFingerprint();
        long epoch = run.applyAndApprove(CHANGE);
        run.await(epoch, EpochState.AWAITING_RELEASE);
        assertThat(run.drift()).isEmpty();
        run.client()
                .rollbackEpoch(TestFleet.command(epoch).toBuilder()
                        .setConfirmLoss(true)
                        .build());
        run.await(epoch, EpochState.ROLLED_BACK);
        run.assertWhole();
        assertThat(run.member("shard-1").getFingerprint()).isEqualTo(before);
    }

    private static FleetRun start(String engine) {
        return FleetRun.ofOne(
                engine,
                OrdersTable.CREATE,
                OrdersTable.fill(10),
                "CREATE INDEX orders_country_idx ON orders (country)");
    }
}
