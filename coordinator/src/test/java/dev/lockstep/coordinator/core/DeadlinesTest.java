package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Event;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when a phase takes too long. */
class DeadlinesTest {
    private static final long DEADLINE = 1_800_000;

    @Test
    void aPhaseThatIsOverdueIsDueToBeCalled() {
        Scenario fleet = inExpand(FailurePolicy.PAUSE);

        assertThat(due(fleet, DEADLINE - 1)).isEmpty();
        assertThat(due(fleet, DEADLINE)).containsExactly(new Due.CallTime(1, Phase.EXPAND));
        fleet.pause();
        assertThat(due(fleet, DEADLINE)).as("a pause has its own time").isEmpty();
    }

    @Test
    void theEpochPausesAndNamesWhoIsNotThrough() {
        Scenario fleet = inExpand(FailurePolicy.PAUSE);
        fleet.done("b");

        fleet.tell(new Command.TimeIsUp(1, Phase.EXPAND, DEADLINE + 70));

        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().reason())
                .isEqualTo("the deadline of EXPAND (30m) has passed: nodes a, c are not through");
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.PAUSE);
        Event passed = fleet.lastEvents().get(0);
        assertThat(passed.getDeadlinePassed().getElapsedMillis())
                .as("as elapsed time, not as a date")
                .isEqualTo(DEADLINE + 70);
        assertThat(passed.getDeadlinePassed().getNodesList()).containsExactly("a", "c");
    }

    @Test
    void theEpochTurnsRoundWhereTheChangeSaysSo() {
        Scenario fleet = inExpand(FailurePolicy.ROLLBACK);

        fleet.tell(new Command.TimeIsUp(1, Phase.EXPAND, DEADLINE));

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.HALTING);
        assertThat(fleet.epoch().reason()).contains("nodes a, b, c are not through");
    }

    @Test
    void whatIsThroughHasNoDeadline() {
        Scenario fleet = inExpand(FailurePolicy.PAUSE).everyNodeIsDone();

        assertThat(due(fleet, DEADLINE)).noneMatch(due -> due instanceof Due.CallTime);
        assertThat(fleet.tell(new Command.TimeIsUp(1, Phase.EXPAND, DEADLINE))).isInstanceOf(Decision.Rejected.class);
    }

    @Test
    void aCallThatComesLateIsAboutNothing() {
        Scenario fleet = inExpand(FailurePolicy.PAUSE);

        assertThat(fleet.tell(new Command.TimeIsUp(1, Phase.PREFLIGHT, DEADLINE)))
                .isInstanceOf(Decision.Rejected.class);
        assertThat(fleet.tell(new Command.TimeIsUp(7, Phase.EXPAND, DEADLINE))).isInstanceOf(Decision.Rejected.class);
        assertThat(fleet.epoch().paused()).isFalse();
    }

    @Test
    void theWayBackHasNone() {
        Scenario fleet = inExpand(FailurePolicy.PAUSE).rollback();

        assertThat(due(fleet, DEADLINE)).isEmpty();
    }

    @Test
    void aNodeThatDoesNotAnswerInPreflightIsLeftOutWhereTheChangeSaysSo() {
        Rollout rollout = Rollout.newBuilder()
                .addPolicies(PhasePolicy.newBuilder().setPhase(Phase.PREFLIGHT).setPolicy(FailurePolicy.QUARANTINE))
                .addDeadlines(
                        PhaseDeadline.newBuilder().setPhase(Phase.PREFLIGHT).setMillis(60_000))
                .build();
        Scenario fleet = Scenario.fleetOf("a", "b").open("first", rollout, 0);
        fleet.report("a", fleet.plan("a", Scenario.EVERY_PHASE));

        fleet.tell(new Command.TimeIsUp(1, Phase.PREFLIGHT, 60_000));

        assertThat(fleet.epoch().names()).containsExactly("a");
        assertThat(fleet.epoch().leftOut())
                .containsEntry("b", "the deadline of PREFLIGHT (1m) has passed without an answer from it");
        assertThat(fleet.epoch().everyNodeAcknowledged()).isTrue();
    }

    @Test
    void aRefusalIsAnAnswerInTime() {
        Rollout rollout = Rollout.newBuilder()
                .addDeadlines(
                        PhaseDeadline.newBuilder().setPhase(Phase.PREFLIGHT).setMillis(60_000))
                .build();
        Scenario fleet = Scenario.fleetOf("a", "b").open("first", rollout, 0);
        fleet.report("a", report -> report.setPlanned(Samples.refusal("no room")));

        fleet.tell(new Command.TimeIsUp(1, Phase.PREFLIGHT, 60_000));

        assertThat(fleet.epoch().reason())
                .isEqualTo("the deadline of PREFLIGHT (1m) has passed: node b is not through");
    }

    private static Scenario inExpand(FailurePolicy policy) {
        Rollout rollout = Rollout.newBuilder()
                .setOnFailure(policy)
                .addDeadlines(PhaseDeadline.newBuilder().setPhase(Phase.EXPAND).setMillis(DEADLINE))
                .build();
        return Scenario.fleetOf("a", "b", "c")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(Phase.EXPAND);
    }

    private static List<Due> due(Scenario fleet, long openMillis) {
        return Due.of(fleet.state(), epoch -> 0, epoch -> openMillis).stream()
                .filter(due -> !(due instanceof Due.SealGate))
                .toList();
    }
}
