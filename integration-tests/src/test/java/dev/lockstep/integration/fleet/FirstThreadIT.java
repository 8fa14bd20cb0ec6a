package dev.lockstep.integration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.VerifyAuditRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One change through all phases on one node of each engine. */
class FirstThreadIT {
    private static final String CHANGE = """
            change: orders-region
            fleet: orders
            why: Route new orders by region
            operations:
              - add_column:
                  table: orders
                  column: region
                  type: varchar(20)
                  nullable: false
                  value: "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END"
              - add_index:
                  table: orders
                  name: orders_region_idx
                  columns: [region]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void aColumnWithValueGoesThroughAllPhases(String engine) throws Exception {
        try (TestFleet fleet = new TestFleet()) {
            TestNode node = fleet.addNode("shard-1", engine);
            node.run(
                    "CREATE TABLE orders (id bigint PRIMARY KEY, country varchar(2) NOT NULL)",
                    "INSERT INTO orders VALUES (1, 'DE'), (2, 'US'), (3, 'FR')");
            Coordinator coordinator = fleet.startCoordinator("c1");
            fleet.startAgents();
            CoordinatorServiceBlockingStub client = fleet.client(coordinator);
            fleet.awaitNodes(client);

            fleet.apply(client, CHANGE);
            fleet.awaitState(client, 1, EpochState.AWAITING_APPROVAL);
            fleet.approve(client, 1);
            fleet.awaitState(client, 1, EpochState.AWAITING_RELEASE);
            node.run("INSERT INTO orders (id, country) VALUES (4, 'FR')");
            client.releaseEpoch(TestFleet.command(1));
            fleet.awaitState(client, 1, EpochState.COMPLETED);

            assertThat(node.query("SELECT region FROM orders ORDER BY id")).containsExactly("eu", "us", "eu", "eu");
            assertThat(client.findDrift(FindDriftRequest.newBuilder()
                                    .setFleet(TestFleet.FLEET)
                                    .build())
                            .getDriftList())
                    .isEmpty();
            assertThat(client.getEpoch(GetEpochRequest.newBuilder()
                                    .setFleet(TestFleet.FLEET)
                                    .setEpoch(1)
                                    .setCosts(true)
                                    .build())
                            .getNodes(0)
                            .getCostsList())
                    .isNotEmpty()
                    .allMatch(cost -> cost.hasEstimate() && cost.hasActual());
            assertThat(client.verifyAudit(VerifyAuditRequest.newBuilder()
                                    .setFleet(TestFleet.FLEET)
                                    .build())
                            .getIntact())
                    .isTrue();
        }
    }
}
