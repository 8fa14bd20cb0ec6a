package dev.lockstep.deploy.client;

import com.google.protobuf.ByteString;
import dev.lockstep.signing.SignedApproval;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.PlanChangeResponse;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/** Approves exactly the plans that were shown: their hashes go with the approval. */
public final class Approvals {

    private Approvals() {}

    /** Without a signature. */
    public static EpochStatus give(
            CoordinatorClient client, String fleet, long epoch, String by, PlanChangeResponse shown) {
        return give(client, fleet, epoch, by, Optional.empty(), shown);
    }

    /**
     * @param key signs the approval
     * @param shown the plans as the approver has seen them
     */
    public static EpochStatus give(
            CoordinatorClient client,
            String fleet,
            long epoch,
            String by,
            Optional<SigningKey> key,
            PlanChangeResponse shown) {
        ApproveEpochRequest.Builder request =
                ApproveEpochRequest.newBuilder().setFleet(fleet).setEpoch(epoch).setBy(by);
        for (NodePlan node : shown.getNodesList()) {
            request.addPlans(ApprovedPlan.newBuilder().setNode(node.getNode()).setPlanHash(node.getPlanHash()));
        }
        key.map(approver -> SignedApproval.by(approver, approval(fleet, epoch, by, shown)))
                .ifPresent(signed -> request.setKeyId(signed.getKeyId()).setSignature(signed.getSignature()));
        return client.approve(request.build());
    }

    /** What the coordinator makes of it. */
    private static Approval approval(String fleet, long epoch, String by, PlanChangeResponse shown) {
        Approval.Builder approval = Approval.newBuilder()
                .setFleet(fleet)
                .setEpoch(epoch)
                .setChangeHash(bytes(shown.getChangeHash()))
                .setApprover(by);
        shown.getNodesList().stream()
                .sorted(Comparator.comparing(NodePlan::getNode))
                .forEach(node -> approval.addPlans(
                        PlanApproval.newBuilder().setNode(node.getNode()).setPlanHash(bytes(node.getPlanHash()))));
        return approval.build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
