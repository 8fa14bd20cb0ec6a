package dev.lockstep.integration.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.PlanChangeRequest;
import org.junit.jupiter.api.Test;

/** Two epochs of one fleet that are open at the same time. */
class OverlapIT {
    private static final String CUSTOMERS = "CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(40))";

    private static final String ADD_EMAIL = """
            change: customers-email
            fleet: orders
            why: Write to them
            operations:
              - add_column:
                  table: customers
                  column: email
                  type: varchar(80)
            """;

    @Test
    void twoOfDisjointTablesAreOpenAtOnceAndTwoOfOneTableWaitForEachOther() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE, OrdersTable.fill(100), CUSTOMERS);
        fleet.addNode("shard-2", "mariadb").run(OrdersTable.CREATE, OrdersTable.fill(100), CUSTOMERS);
        try (FleetRun run = FleetRun.start(fleet)) {
            long region = run.apply(OrdersTable.ADD_REGION);
            run.await(region, EpochState.AWAITING_APPROVAL);
            long email = run.apply(ADD_EMAIL);
            run.await(email, EpochState.AWAITING_APPROVAL);
            assertThat(run.status().getEpochsList()).hasSize(2);

            long note = run.apply(OrdersTable.ADD_NOTE);
            String sentence = "epoch " + region + " (orders-region) to end: both touch orders";
            assertThat(run.epoch(note).getState()).isEqualTo(EpochState.WAITING);
            assertThat(run.epoch(note).getWaitsForList()).containsExactly(sentence);
            assertThat(run.client()
                            .planChange(PlanChangeRequest.newBuilder()
                                    .setFleet(TestFleet.FLEET)
                                    .setChangeFile(OrdersTable.DROP_REGION)
                                    .build())
                            .getWaitsForList())
                    .contains(sentence);

            fleet.approve(run.client(), email);
            fleet.approve(run.client(), region);
            run.finish(email);
            run.finish(region);
            run.await(note, EpochState.AWAITING_APPROVAL);
            fleet.approve(run.client(), note);
            run.finish(note);
            run.assertWhole();
            fleet.nodes()
                    .forEach(node -> assertThat(node.query("SELECT COUNT(*) FROM orders WHERE note IS NULL"))
                            .containsExactly("100"));
        }
    }
}
