package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.StepFailed;
import org.junit.jupiter.api.Test;

class StepFailuresTest {
    private static final StepWork WORK = StepWork.forward(Steps.transactional(1, Phase.EXPAND, "table:orders"));

    @Test
    void anEngineThatKnowsBetterThanTheServersMessageIsHeard() {
        SqlFailure failure = new SqlFailure(SqlFailure.Kind.REFUSED, "1419", "no SUPER", "expected trust, found none");
        StepFailed refused = StepFailures.refused(WORK, failure);
        assertThat(refused.getServerMessage()).isEqualTo("no SUPER");
        assertThat(refused.getAdvice())
                .isEqualTo("expected trust, found none; then resume the epoch, or roll it back.");
        assertThat(StepFailures.planning(failure).getAdvice()).isEqualTo(refused.getAdvice());
    }

    @Test
    void otherwiseTheServerIsToBeBelieved() {
        SqlFailure failure = new SqlFailure(SqlFailure.Kind.REFUSED, "1062", "duplicate");
        assertThat(StepFailures.refused(WORK, failure).getAdvice())
                .isEqualTo("Repair what the server names on this node, then resume the epoch; or roll it back.");
    }
}
