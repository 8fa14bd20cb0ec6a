package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.Reader;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Back from every phase that has a way back: the schema of before, and nothing of Lockstep's. */
class RollbackIT {
    private static final int ROWS = 2_000;

    /** VALIDATE of a column only reads on MySQL, so a step is added that a reader can hold up. */
    private static final String HELD_UP_IN_VALIDATE = OrdersTable.ADD_SLOW_REGION + """
              - sql:
                  phase: validate
                  postgres:
                    run: "CREATE INDEX orders_country_idx ON orders (country)"
                    undo: "DROP INDEX orders_country_idx"
                  mysql:
                    run: "CREATE INDEX orders_country_idx ON orders (country)"
                    undo: "DROP INDEX orders_country_idx ON orders"
                    done_when: "SELECT EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = database() AND index_name = 'orders_country_idx')"
            """;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void everyPhaseBeforeContractHasAWayBack(String engine) throws Exception {
        try (FleetRun run = FleetRun.ofOne(engine, OrdersTable.CREATE, OrdersTable.fill(ROWS))) {
            String before = run.member("shard-1").getFingerprint();

            fromPreflight(run);
            assertAsBefore(run, before);
            fromExpand(run);
            assertAsBefore(run, before);
            fromBackfill(run);
            assertAsBefore(run, before);
            fromValidate(run);
            assertAsBefore(run, before);
            fromRelease(run);
            assertAsBefore(run, before);

            run.complete(OrdersTable.ADD_NOTE);
            assertThat(run.node().query("SELECT note FROM orders WHERE id = 1")).hasSize(1);
            refusedAfterContractHasOpened(run);
            run.assertWhole();
        }
    }

    private static void fromPreflight(FleetRun run) {
        long epoch = run.apply(OrdersTable.ADD_REGION);
        run.await(epoch, EpochState.AWAITING_APPROVAL);
        back(run, epoch, Phase.PREFLIGHT);
    }

    private static void fromExpand(FleetRun run) throws SQLException {
        try (Reader reader = Reader.ofOrders(run.node())) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_REGION);
            awaitLockIn(run, epoch, Phase.EXPAND);
            run.rollback(epoch);
            reader.close();
            assertRolledBack(run, epoch, Phase.EXPAND);
        }
    }

    private static void fromBackfill(FleetRun run) {
        long epoch = run.applyAndApprove(OrdersTable.ADD_SLOW_REGION);
        awaitRows(run, epoch);
        back(run, epoch, Phase.BACKFILL);
    }

    private static void fromValidate(FleetRun run) throws SQLException {
        long epoch = run.applyAndApprove(HELD_UP_IN_VALIDATE);
        awaitRows(run, epoch);
        try (Reader reader = Reader.likeMaintenanceOfOrders(run.node())) {
            awaitLockIn(run, epoch, Phase.VALIDATE);
            run.rollback(epoch);
            reader.close();
            assertRolledBack(run, epoch, Phase.VALIDATE);
        }
    }

    private static void fromRelease(FleetRun run) {
        long epoch = run.applyAndApprove(OrdersTable.ADD_REGION);
        run.await(epoch, EpochState.AWAITING_RELEASE);
        StatusRuntimeException refused = FleetRun.refusal(() -> run.rollback(epoch));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused).hasMessageContaining("expected a confirmation, because going back from RELEASE loses");
        run.client()
                .rollbackEpoch(TestFleet.command(epoch).toBuilder()
                        .setConfirmLoss(true)
                        .build());
        assertRolledBack(run, epoch, Phase.RELEASE);
    }

    private static void refusedAfterContractHasOpened(FleetRun run) throws SQLException {
        long epoch = run.applyAndApprove(OrdersTable.ADD_REGION);
        run.await(epoch, EpochState.AWAITING_RELEASE);
        try (Reader reader = Reader.ofOrders(run.node())) {
            run.release(epoch);
            run.fleet().awaitEpoch(run.client(), epoch, status -> status.getPhase() == Phase.CONTRACT);
            assertThat(FleetRun.refusal(() -> run.rollback(epoch)))
                    .hasMessageContaining("expected epoch " + epoch
                            + " to be before CONTRACT, but CONTRACT has opened and the old shape may be gone");
            reader.close();
        }
        run.await(epoch, EpochState.COMPLETED);
    }

    private static void back(FleetRun run, long epoch, Phase from) {
        run.rollback(epoch);
        assertRolledBack(run, epoch, from);
    }

    private static void assertRolledBack(FleetRun run, long epoch, Phase from) {
        EpochStatus ended = run.await(epoch, EpochState.ROLLED_BACK);
        assertThat(ended.getReason()).isEqualTo("rolled back by tester");
        assertThat(ended.getPhasesList()).anyMatch(timing -> timing.getPhase() == from);
        assertThat(ended.getPhasesList()).noneMatch(timing -> timing.getPhaseValue() > from.getNumber());
    }

    private static void awaitRows(FleetRun run, long epoch) {
        run.fleet()
                .awaitEpoch(
                        run.client(),
                        epoch,
                        status -> status.getPhase() == Phase.BACKFILL
                                && status.getNodes(0).getRowsDone() > 0);
    }

    private static void awaitLockIn(FleetRun run, long epoch, Phase phase) {
        run.fleet()
                .awaitEpoch(
                        run.client(),
                        epoch,
                        status -> status.getPhase() == phase
                                && status.getNodes(0).getMessage().startsWith("waits for a lock"));
    }

    private static void assertAsBefore(FleetRun run, String fingerprint) {
        assertThat(run.member("shard-1").getFingerprint()).isEqualTo(fingerprint);
        run.assertWhole();
    }
}
