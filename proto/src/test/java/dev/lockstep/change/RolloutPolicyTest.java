package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutPolicyTest {

    @Test
    void aFileThatSaysNothingPausesEverywhereAndHasNoLimit() {
        Rollout rollout = read("");

        assertThat(RolloutPolicy.inWords(rollout)).containsExactly("on failure: pause in every phase");
        assertThat(rollout.hasRetries()).isFalse();
        assertThat(RolloutPolicy.deadlineMillis(rollout, Phase.EXPAND)).isZero();
    }

    @Test
    void oneWordHoldsWhereThereIsAWayBackThatLosesNothing() {
        Rollout rollout = read("on_failure: rollback");

        assertThat(RolloutPolicy.inWords(rollout))
                .containsExactly(
                        "on failure: rollback in PREFLIGHT, EXPAND, BACKFILL, VALIDATE; pause in RELEASE, CONTRACT");
        assertThat(RolloutPolicy.onFailure(rollout, Phase.RELEASE)).isEqualTo(FailurePolicy.PAUSE);
        assertThat(RolloutPolicy.onFailure(rollout, Phase.CONTRACT)).isEqualTo(FailurePolicy.PAUSE);
    }

    @Test
    void eachPhaseMayHaveItsOwnWord() {
        Rollout rollout = read("on_failure: {preflight: quarantine, backfill: rollback, contract: pause}");

        assertThat(RolloutPolicy.inWords(rollout))
                .containsExactly(
                        "on failure: quarantine in PREFLIGHT; pause in EXPAND, VALIDATE, RELEASE, CONTRACT; rollback in BACKFILL");
        assertThat(RolloutPolicy.onFailure(rollout, Phase.PREFLIGHT)).isEqualTo(FailurePolicy.QUARANTINE);
    }

    @Test
    void oneTimeIsForEachPhaseThatNodesWorkIn() {
        Rollout rollout = read("deadline: 1h30m");

        assertThat(RolloutPolicy.inWords(rollout))
                .contains("deadline: PREFLIGHT 1h30m, EXPAND 1h30m, BACKFILL 1h30m, VALIDATE 1h30m, CONTRACT 1h30m");
        assertThat(RolloutPolicy.deadlineMillis(rollout, Phase.RELEASE)).isZero();
    }

    @Test
    void retriesAndTheirWaitsAreTold() {
        assertThat(RolloutPolicy.inWords(read("retries: 5\n  retry_wait: 1m30s")))
                .contains("retries: 5, with waits of up to 1m30s between them");
        assertThat(read("retries: 0").hasRetries()).isTrue();
    }

    @Test
    void aMappingThatSaysWhatHoldsAnywayMeansTheSameChange() {
        assertThat(read("on_failure: {expand: pause}")).isEqualTo(read(""));
    }

    private static Rollout read(String rollout) {
        List<String> lines = List.of(
                "change: a",
                "fleet: orders",
                "operations:",
                "  - drop_index: {table: orders, name: orders_old_idx}",
                rollout.isEmpty() ? "" : "rollout:\n  " + rollout);
        Change change = ChangeFiles.good(String.join("\n", lines) + "\n");
        return change.getRollout();
    }
}
