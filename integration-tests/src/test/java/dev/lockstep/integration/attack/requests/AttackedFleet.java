package dev.lockstep.integration.attack.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.ListEpochsRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real fleet of one PostgreSQL node whose first epoch waits for approval, and what an honest person would ask of it. */
final class AttackedFleet implements AutoCloseable {
    private static final String EPOCHS = "/v1/fleets/" + TestFleet.FLEET + "/epochs";
    private static final String OTHER_CHANGE = """
            change: parcels
            fleet: orders
            why: Parcels are counted
            operations:
              - create_table:
                  table: parcels
                  columns:
                    - name: id
                      type: bigint
                  primary_key: [id]
            """;

    private final FleetRun run;
    private final int port;
    private final long epoch;

    AttackedFleet() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE);
        Coordinator coordinator = fleet.startCoordinator("c1");
        run = new FleetRun(fleet, fleet.client(coordinator));
        port = coordinator.port();
        fleet.startAgents();
        fleet.awaitNodes(run.client());
        epoch = run.apply(OrdersTable.ADD_REGION);
        run.await(epoch, EpochState.AWAITING_APPROVAL);
    }

    int port() {
        return port;
    }

    /** What people have decided about the epochs; that an agent goes and comes back makes no difference. */
    List<String> decided() {
        return run
                .client()
                .listEpochs(
                        ListEpochsRequest.newBuilder().setFleet(TestFleet.FLEET).build())
                .getEpochsList()
                .stream()
                .map(each -> each.getNumber() + " of " + each.getRequestedBy() + ": " + each.getState()
                        + ", approved by " + each.getApprovedBy() + ", released by " + each.getReleasedBy() + ", "
                        + each.getReason())
                .toList();
    }

    /** In the order in which they can be sent. */
    List<RightRequest> rightRequests() {
        String own = EPOCHS + "/" + epoch;
        ObjectNode approval = byAnn();
        ArrayNode plans = approval.putArray("plans");
        run.client()
                .getPlans(GetEpochRequest.newBuilder()
                        .setFleet(TestFleet.FLEET)
                        .setEpoch(epoch)
                        .build())
                .getNodesList()
                .forEach(plan -> plans.addObject().put("node", plan.getNode()).put("planHash", plan.getPlanHash()));
        return List.of(
                new RightRequest(EPOCHS, byAnn().put("changeFile", OTHER_CHANGE)),
                new RightRequest(own + "/approve", approval),
                new RightRequest(own + "/pause", byAnn().put("reason", "incident 4712")),
                new RightRequest(
                        own + "/rollback", byAnn().put("reason", "not tonight").put("confirmLoss", true)));
    }

    /** Sends them as they are; what each was answered with. */
    Map<String, Integer> sendRight(List<RightRequest> rights) throws IOException {
        Map<String, Integer> answers = new LinkedHashMap<>();
        for (RightRequest right : rights) {
            answers.put(
                    right.target(), HttpAnswer.to(port, right.text().bytes()).status());
            if (right.isApproval()) {
                run.await(epoch, EpochState.AWAITING_RELEASE);
            }
        }
        return answers;
    }

    private static ObjectNode byAnn() {
        return new ObjectMapper().createObjectNode().put("by", "ann");
    }

    @Override
    public void close() {
        run.close();
    }
}
