package dev.lockstep.signing;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.SignedEnvelope;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An approval with the signature of the one who gave it (rules A3 and K2): over fleet, epoch, change, approver, and the plan of each node. */
public final class SignedApproval {
    private SignedApproval() {}

    /** The approval with the signature of this key. */
    public static Approval by(SigningKey key, Approval approval) {
        return approval.toBuilder()
                .setKeyId(key.id())
                .setSignature(key.sign(Hashing.Domain.APPROVAL, signedBytes(approval)))
                .build();
    }

    /** Why it is not an approval by one of these keys; empty when it is. */
    public static Optional<String> objection(Approval approval, SignatureCheck approvers) {
        return approvers.objection(
                Hashing.Domain.APPROVAL,
                SignedEnvelope.newBuilder()
                        .setPayload(signedBytes(approval))
                        .setKeyId(approval.getKeyId())
                        .setSignature(approval.getSignature())
                        .build());
    }

    /** Everything but key and signature, each value with its length before it, so that no two approvals have the same bytes. A message's own bytes may differ from one library to the next (rule L10). */
    private static ByteString signedBytes(Approval approval) {
        ByteString bytes = value(approval.getFleetBytes())
                .concat(number(approval.getEpoch()))
                .concat(value(approval.getChangeHash()))
                .concat(value(approval.getApproverBytes()));
        for (PlanApproval plan : approval.getPlansList()) {
            bytes = bytes.concat(value(plan.getNodeBytes())).concat(value(plan.getPlanHash()));
        }
        return bytes;
    }

    private static ByteString value(ByteString value) {
        return number(value.size()).concat(value);
    }

    private static ByteString number(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }
}
