package dev.lockstep.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.PlanApproval;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedApprovalTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Approvers APPROVERS = Approvers.with(TrustedKeys.of(List.of(KEY.publicKey())));
    private static final Approval GIVEN = Approval.newBuilder()
            .setFleet("shop")
            .setEpoch(7)
            .setChangeHash(bytes("change"))
            .setApprover("anna")
            .addPlans(plan("shop-1", "one"))
            .addPlans(plan("shop-2", "two"))
            .build();

    @Test
    void theApproversOwnSignatureCounts() {
        assertThat(APPROVERS.objection(SignedApproval.by(KEY, GIVEN))).isEmpty();
    }

    @Test
    void withoutASignatureItCountsOnlyWhereNobodyAsksForOne() {
        assertThat(Approvers.ANYBODY.objection(GIVEN)).isEmpty();
        assertThat(Approvers.read(List.of()).objection(GIVEN)).isEmpty();
        assertThat(APPROVERS.objection(GIVEN))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("expected an approval that one of the approvers has signed, but expected a"
                                + " signature by one of the trusted keys"));
    }

    @Test
    void aStrangersSignatureDoesNotCount() {
        SigningKey stranger = SigningKey.generate();
        Approval approval = SignedApproval.by(stranger, GIVEN);
        assertThat(APPROVERS.objection(approval)).isPresent();
        assertThat(APPROVERS.objection(approval.toBuilder().setKeyId(KEY.id()).build()))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("does not fit the bytes"));
    }

    /** Each value is part of what was signed, and none can be moved into the one beside it. */
    @ParameterizedTest
    @MethodSource
    void nothingOfItCanBeChanged(Approval altered) {
        assertThat(altered).isNotEqualTo(SignedApproval.by(KEY, GIVEN));
        assertThat(APPROVERS.objection(altered)).isPresent();
    }

    static List<Approval> nothingOfItCanBeChanged() {
        Approval signed = SignedApproval.by(KEY, GIVEN);
        return List.of(
                signed.toBuilder().setFleet("shops").build(),
                signed.toBuilder().setEpoch(8).build(),
                signed.toBuilder().setChangeHash(bytes("another")).build(),
                signed.toBuilder().setApprover("bert").build(),
                signed.toBuilder().setFleet("sho").setApprover("panna").build(),
                signed.toBuilder().setPlans(0, plan("shop-1", "two")).build(),
                signed.toBuilder().setPlans(0, plan("shop-", "1one")).build(),
                signed.toBuilder().removePlans(1).build(),
                signed.toBuilder().addPlans(plan("shop-3", "three")).build(),
                signed.toBuilder().setSignature(bytes("no signature")).build(),
                signed.toBuilder().clearSignature().build());
    }

    private static PlanApproval plan(String node, String hash) {
        return PlanApproval.newBuilder().setNode(node).setPlanHash(bytes(hash)).build();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
