package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.lockstep.agent.execute.ApprovalCheck;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.integration.attack.Tally.Outcome;
import dev.lockstep.signing.Approvers;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.SignedApproval;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.PlanApproval;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;

/** What a node asks of an approval before it runs its plan. */
final class ApprovalReceiver implements Receiver {
    private static final int PLANNED_AGAIN = 6;

    private final Histories histories;
    private final SignatureCheck trusted;
    private final IdentityHashMap<History, List<ByteString>> signed = new IdentityHashMap<>();

    ApprovalReceiver(Histories histories, SignatureCheck trusted) {
        this.histories = histories;
        this.trusted = trusted;
    }

    @Override
    public String name() {
        return "approvals";
    }

    @Override
    public int share() {
        return 12;
    }

    @Override
    public void attack(int forgeries, Random random, Tally tally) {
        int approvals = histories.ours().approvals().size();
        for (int i = 0; i < forgeries; i++) {
            attackAt(random.nextInt(approvals), random, tally);
        }
    }

    private List<ByteString> signed(History history) {
        return signed.computeIfAbsent(
                history,
                each -> each.approvals().stream()
                        .map(approval ->
                                SignedApproval.by(histories.key(), approval).toByteString())
                        .toList());
    }

    private void attackAt(int place, Random random, Tally tally) {
        Approval given = histories.ours().approvals().get(place);
        PlanApproval plan = given.getPlans(random.nextInt(given.getPlansCount()));
        if (random.nextInt(PLANNED_AGAIN) == 0) {
            // The node has planned again since: what was signed is not what is in its ledger.
            byte[] hash = new byte[plan.getPlanHash().size()];
            random.nextBytes(hash);
            plan = plan.toBuilder().setPlanHash(ByteString.copyFrom(hash)).build();
        }
        Trick trick = Trick.any(random);
        ByteString forged = trick.play(histories.original(Form.APPROVAL, this::signed, place), random);
        tally.count(name(), trick, outcome(forged, given, plan), "epoch " + given.getEpoch() + ", " + plan.getNode());
    }

    private Outcome outcome(ByteString forged, Approval given, PlanApproval plan) {
        Approval approval;
        try {
            approval = Approval.parseFrom(forged);
        } catch (InvalidProtocolBufferException unreadable) {
            return Outcome.REFUSED;
        }
        ApprovalCheck check = new ApprovalCheck(given.getFleet(), plan.getNode(), Approvers.with(trusted));
        boolean believed = check.objection(
                        approval,
                        new EpochRow(
                                given.getEpoch(),
                                1,
                                1,
                                ByteString.EMPTY,
                                ByteString.EMPTY,
                                given.getChangeHash(),
                                ByteString.EMPTY,
                                true),
                        new PlanRow(given.getEpoch(), ByteString.EMPTY, plan.getPlanHash()))
                .isEmpty();
        if (!believed) {
            return Outcome.REFUSED;
        }
        return histories.ours().approvals().contains(content(approval)) && fits(content(approval), given, plan)
                ? Outcome.SAME
                : Outcome.ACCEPTED;
    }

    /** What an approver put his name to. */
    private static Approval content(Approval approval) {
        return approval.toBuilder()
                .clearKeyId()
                .clearSignature()
                .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                .build();
    }

    /** The same change, epoch and plan may have been approved for several phases. */
    private static boolean fits(Approval approval, Approval given, PlanApproval plan) {
        return approval.getFleet().equals(given.getFleet())
                && approval.getEpoch() == given.getEpoch()
                && approval.getChangeHash().equals(given.getChangeHash())
                && approval.getPlansList().contains(plan);
    }
}
