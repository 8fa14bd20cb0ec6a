package dev.lockstep.deploy.client;

import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanChangeResponse;

/** Approves exactly the plans that were shown: their hashes go with the approval. */
public final class Approvals {

    private Approvals() {}

    /** @param shown the plans as the approver has seen them */
    public static EpochStatus give(
            CoordinatorClient client, String fleet, long epoch, String by, PlanChangeResponse shown) {
        ApproveEpochRequest.Builder request =
                ApproveEpochRequest.newBuilder().setFleet(fleet).setEpoch(epoch).setBy(by);
        for (NodePlan node : shown.getNodesList()) {
            request.addPlans(ApprovedPlan.newBuilder().setNode(node.getNode()).setPlanHash(node.getPlanHash()));
        }
        return client.approve(request.build());
    }
}
