package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.FindDriftRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody changed beside the epochs: found on the node where it is, object by object, in both directions. */
class DriftIT {

    @Test
    void aDroppedIndexANewColumnAndAnotherDefaultAreFoundUntilTheyAreMended() {
        TestFleet fleet = new TestFleet();
        for (String engine : List.of("postgres", "mariadb", "mysql")) {
            fleet.addNode(engine, engine)
                    .run(
                            OrdersTable.CREATE,
                            OrdersTable.fill(10),
                            "ALTER TABLE orders ALTER COLUMN amount SET DEFAULT 1",
                            "CREATE INDEX orders_country_idx ON orders (country)");
        }
        try (FleetRun run = FleetRun.start(fleet)) {
            run.complete(OrdersTable.ADD_REGION);
            run.assertWhole();
            for (TestNode node : fleet.nodes()) {
                String on = node.name().equals("postgres") ? "" : " ON orders";
                node.run(
                        "DROP INDEX orders_region_idx" + on,
                        "ALTER TABLE orders ADD COLUMN extra int",
                        "ALTER TABLE orders ALTER COLUMN amount SET DEFAULT 2");
                assertFound(run, node.name());
                node.run(
                        "CREATE INDEX orders_region_idx ON orders (region)",
                        "ALTER TABLE orders DROP COLUMN extra",
                        "ALTER TABLE orders ALTER COLUMN amount SET DEFAULT 1");
                assertThat(run.drift()).isEmpty();
            }
        }
    }

    private static void assertFound(FleetRun run, String node) {
        DriftReport report = run.client()
                .findDrift(
                        FindDriftRequest.newBuilder().setFleet(TestFleet.FLEET).build());
        assertThat(report.getChecked()).isEqualTo(3);
        assertThat(report.getUncheckedList()).isEmpty();
        List<Drift> found = report.getDriftList();
        assertThat(found).allMatch(drift -> drift.getNode().equals(node));
        assertThat(found)
                .extracting(Drift::getDifference)
                .containsExactlyInAnyOrder("missing", "unexpected", "changed");
        Drift missing = of(found, "missing");
        assertThat(missing.getObject()).contains("orders_region_idx");
        assertThat(missing.getRecorded()).contains("region");
        assertThat(missing.getLive()).isEmpty();
        Drift unexpected = of(found, "unexpected");
        assertThat(unexpected.getObject()).contains("column:extra");
        assertThat(unexpected.getRecorded()).isEmpty();
        assertThat(unexpected.getLive()).contains("int");
        Drift changed = of(found, "changed");
        assertThat(changed.getObject()).contains("column:amount");
        assertThat(changed.getRecorded()).contains("1").doesNotContain("2");
        assertThat(changed.getLive()).contains("2");
    }

    private static Drift of(List<Drift> found, String difference) {
        return found.stream()
                .filter(drift -> drift.getDifference().equals(difference))
                .findFirst()
                .orElseThrow();
    }
}
