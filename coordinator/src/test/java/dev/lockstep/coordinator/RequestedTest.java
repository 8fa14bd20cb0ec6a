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

    @Test
    void whoAsksAndWhyIsOneReadableLine() {
        assertThat(Requested.by("")).isEqualTo("somebody");
        assertThat(Requested.by("Zoë 李")).isEqualTo("Zoë 李");
        assertThat(Requested.reason("")).isEmpty();
        assertThat(Requested.reason("x".repeat(1_000))).hasSize(1_000);
        assertThatThrownBy(() -> Requested.by("eve\u001b[2J"))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("readable text as \"by\", but there is U+001B in it");
        assertThatThrownBy(() -> Requested.reason("late\nepoch 7 completed"))
                .hasMessageContaining("\"reason\", but there is a line end or a tab in it");
        assertThatThrownBy(() -> Requested.reason("\u202eretrauq")).hasMessageContaining("U+202E");
        assertThatThrownBy(() -> Requested.reason("half \ud83d")).hasMessageContaining("U+D83D");
        assertThatThrownBy(() -> Requested.reason("x".repeat(1_001)))
                .hasMessageContaining("at most 1000 characters as \"reason\", found 1001");
    }

    private static ApprovedPlan plan(String node, String hash) {
        return ApprovedPlan.newBuilder().setNode(node).setPlanHash(hash).build();
    }
}
