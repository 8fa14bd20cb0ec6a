package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.chain.Hashing;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.PlanApproval;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether a node's stored plan is the one that was approved, by somebody whose approval counts (rule A3). */
public final class ApprovalCheck {
    private final String fleet;
    private final String node;
    private final Approvers approvers;

    public ApprovalCheck(String fleet, String node, Approvers approvers) {
        this.fleet = fleet;
        this.node = node;
        this.approvers = approvers;
    }

    /** Why the plan must not run; empty when it may. */
    public Optional<String> objection(Approval approval, EpochRow epoch, PlanRow plan) {
        if (!approval.getFleet().equals(fleet) || approval.getEpoch() != epoch.epoch()) {
            return Optional.of("expected an approval of epoch " + epoch.epoch() + " of fleet " + fleet
                    + ", found one of epoch " + approval.getEpoch() + " of fleet \"" + approval.getFleet() + "\"");
        }
        if (!approval.getChangeHash().equals(epoch.changeHash())) {
            return Optional.of("expected an approval of change " + Hashing.hex(epoch.changeHash()) + ", found one of "
                    + Hashing.hex(approval.getChangeHash()));
        }
        Optional<ByteString> approved = approvedPlan(approval.getPlansList(), node);
        if (approved.isEmpty()) {
            return Optional.of("expected an approval of the plan of node " + node + ", found none for it");
        }
        return approved.get().equals(plan.planHash())
                ? approvers.objection(approval)
                : Optional.of("expected an approval of plan " + Hashing.hex(plan.planHash()) + ", which is in the"
                        + " ledger of node " + node + ", found one of plan " + Hashing.hex(approved.get()));
    }

    /** Approvals name the nodes in order (rule A3), a thousand of them perhaps, and each node asks before each step. One without that order is searched through. */
    private static Optional<ByteString> approvedPlan(List<PlanApproval> plans, String node) {
        PlanApproval wanted = PlanApproval.newBuilder().setNode(node).build();
        int place = Collections.binarySearch(plans, wanted, Comparator.comparing(PlanApproval::getNode));
        return place >= 0
                ? Optional.of(plans.get(place).getPlanHash())
                : plans.stream()
                        .filter(named -> named.getNode().equals(node))
                        .map(PlanApproval::getPlanHash)
                        .findFirst();
    }
}
