package dev.lockstep.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.ListEpochsRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedTest {
    @ParameterizedTest
    @CsvSource({"0, 50", "1, 1", "2147483647, 2147483647", "-2147483648, 2147483648", "-1, 4294967295"})
    void aListMayBeAsLongAsTheContractsNumbersCanSay(int asRead, long most) {
        assertThat(Requested.most(
                        ListEpochsRequest.newBuilder().setLimit(asRead).build()))
                .isEqualTo(most);
    }

    @Test
    void eachNodeHasOnePlan() {
        ApproveEpochRequest.Builder request =
                ApproveEpochRequest.newBuilder().addPlans(plan("b", "02")).addPlans(plan("a", "01"));

        assertThat(Requested.plans(request.build()))
                .isEqualTo(Map.of("a", ByteString.copyFrom(new byte[] {1}), "b", ByteString.copyFrom(new byte[] {2})));
        assertThatThrownBy(
                        () -> Requested.plans(request.addPlans(plan("b", "03")).build()))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("node b is there twice");
    }

    @Test
    void aHashIsHex() {
        assertThatThrownBy(() -> Requested.plans(ApproveEpochRequest.newBuilder()
                        .addPlans(plan("a", "0x1"))
                        .build()))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("in hex, found \"0x1\"");
    }

    private static ApprovedPlan plan(String node, String hash) {
        return ApprovedPlan.newBuilder().setNode(node).setPlanHash(hash).build();
    }
}
