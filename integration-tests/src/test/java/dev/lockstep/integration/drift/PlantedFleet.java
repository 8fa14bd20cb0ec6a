package dev.lockstep.integration.drift;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.FindDriftRequest;
import java.util.ArrayList;
import java.util.List;

/** A fleet with a node of each engine, on which there is something of every kind. An epoch has recorded it. */
final class PlantedFleet implements AutoCloseable {
    private static final String CHANGE = """
            change: epochs-table
            fleet: orders
            why: So that there is a record
            operations:
              - create_table:
                  table: of_the_epoch
                  columns:
                    - {name: id, type: bigint}
                  primary_key: [id]
            """;

    private final FleetRun run;
    private final List<PlantedNode> nodes;

    PlantedFleet(List<String> engines) {
        TestFleet fleet = new TestFleet();
        nodes = new ArrayList<>();
        for (String engine : engines) {
            TestNode node = fleet.addNode(engine, engine);
            node.run(OrdersTable.CREATE.replace("orders", "before_the_epochs"));
            nodes.add(PlantedNode.on(node));
        }
        run = FleetRun.start(fleet);
        run.complete(CHANGE);
    }

    List<PlantedNode> nodes() {
        return nodes;
    }

    /** How the nodes differ from the history, once all of them have answered. */
    DriftReport drift() {
        FindDriftRequest request =
                FindDriftRequest.newBuilder().setFleet(TestFleet.FLEET).build();
        return TestFleet.await(() -> run.client().findDrift(request), report -> report.getChecked() == nodes.size());
    }

    @Override
    public void close() {
        run.close();
    }
}
