package dev.lockstep.agent.engine;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Patience;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Rollout;

/**
 * What to plan.
 *
 * @param change as read from its canonical bytes
 * @param changeHash SHA-256 of those bytes
 * @param fleet the fleet
 * @param epoch number of the epoch; 0 in a dry run
 * @param node the node
 * @param address where its database is
 * @param rates how fast the node was before; they go into the estimate, and nowhere else
 */
public record PlanRequest(
        Change change,
        ByteString changeHash,
        String fleet,
        long epoch,
        String node,
        DatabaseAddress address,
        NodeRates rates) {

    /** For a node of which nothing is known. */
    public PlanRequest(
            Change change, ByteString changeHash, String fleet, long epoch, String node, DatabaseAddress address) {
        this(change, changeHash, fleet, epoch, node, address, NodeRates.NONE);
    }

    /** A plan of this change without its steps. */
    public Plan.Builder begin() {
        Plan.Builder plan =
                Plan.newBuilder().setFleet(fleet).setEpoch(epoch).setNode(node).setChangeHash(changeHash);
        Patience patience = patience();
        return patience.equals(Patience.getDefaultInstance()) ? plan : plan.setPatience(patience);
    }

    private Patience patience() {
        Rollout rollout = change.getRollout();
        Patience.Builder patience = Patience.newBuilder().setLongestWaitMillis(rollout.getRetryWaitMillis());
        if (rollout.hasRetries()) {
            patience.setRetries(rollout.getRetries());
        }
        return patience.build();
    }
}
