package dev.lockstep.integration.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.Agent;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.StepsOnce;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.EpochState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two agents on one node: the newer takes over, the older leaves with the reason, and the step at work happens once. */
class AgentsIT {

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void theNewerAgentTakesOver(String engine) {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", engine).run(OrdersTable.CREATE, OrdersTable.fill(2_000));
        try (FleetRun run = new FleetRun(fleet, fleet.client(fleet.startCoordinator("c1")))) {
            Agent older = fleet.startAgent("older", "shard-1");
            fleet.awaitNodes(run.client());
            long epoch = run.applyAndApprove(OrdersTable.ADD_SLOW_REGION);
            run.awaitNode(epoch, node -> node.getRowsDone() > 0);
            long incarnation = run.member("shard-1").getIncarnation();

            Agent newer = fleet.startAgent("newer", "shard-1");
            TestFleet.await(older::abandoned, reason -> reason.isPresent());
            assertThat(older.abandoned().orElseThrow())
                    .contains("incarnation " + incarnation)
                    .contains("" + (incarnation + 1));
            TestFleet.await(() -> run.member("shard-1"), node -> node.getAgent().equals("newer"));

            run.await(epoch, EpochState.AWAITING_RELEASE);
            run.finish(epoch);
            assertThat(newer.abandoned()).isEmpty();
            assertThat(run.member("shard-1").getIncarnation()).isEqualTo(incarnation + 1);
            assertThat(run.node().query("SELECT id FROM orders WHERE region IS NULL OR region <> 'us'"))
                    .isEmpty();
            StepsOnce.assertOnce(fleet, run.node(), epoch);
            run.assertWhole();
        }
    }
}
