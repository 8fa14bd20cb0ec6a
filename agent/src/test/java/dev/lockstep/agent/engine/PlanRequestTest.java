package dev.lockstep.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Patience;
import dev.lockstep.v1.Rollout;
import org.junit.jupiter.api.Test;

/** What a plan takes over from its change. */
class PlanRequestTest {
    @Test
    void theChangesPatienceIsPartOfThePlan() {
        Rollout rollout =
                Rollout.newBuilder().setRetries(0).setRetryWaitMillis(10_000).build();

        assertThat(request(rollout).begin().getPatience())
                .isEqualTo(Patience.newBuilder()
                        .setRetries(0)
                        .setLongestWaitMillis(10_000)
                        .build());
    }

    @Test
    void aChangeThatSaysNothingLeavesThePlanAsItWas() {
        assertThat(request(Rollout.getDefaultInstance()).begin().hasPatience()).isFalse();
    }

    private static PlanRequest request(Rollout rollout) {
        return new PlanRequest(
                Change.newBuilder().setRollout(rollout).build(),
                ByteString.EMPTY,
                "orders",
                1,
                "shard-1",
                new DatabaseAddress("jdbc:none", "nobody", new Secret("none"), "lockstep"));
    }
}
