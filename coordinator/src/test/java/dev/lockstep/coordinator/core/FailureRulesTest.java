package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure leads to, phase by phase. */
class FailureRulesTest {
    @Test
    void eachPhaseHasItsOwnPolicy() {
        Rollout rollout = Rollout.newBuilder()
                .addPolicies(PhasePolicy.newBuilder().setPhase(Phase.EXPAND).setPolicy(FailurePolicy.ROLLBACK))
                .build();

        assertThat(failedIn(Phase.EXPAND, rollout).epoch().stage()).isEqualTo(Stage.HALTING);
        assertThat(failedIn(Phase.BACKFILL, rollout).epoch().paused()).isTrue();
        assertThat(failedIn(Phase.VALIDATE, rollout).epoch().paused()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RELEASE", "CONTRACT"})
    void wherePeopleMustDecideAFailurePausesWhateverTheChangeSays(Phase phase) {
        Rollout rollout =
                Rollout.newBuilder().setOnFailure(FailurePolicy.ROLLBACK).build();

        Scenario fleet = failedIn(phase, rollout);

        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().stage()).isEqualTo(Stage.FORWARD);
    }

    @Test
    void aWayBackThatFailsPausesEvenWhereTheChangeSaysRollback() {
        Rollout rollout =
                Rollout.newBuilder().setOnFailure(FailurePolicy.ROLLBACK).build();
        Scenario fleet = failedIn(Phase.EXPAND, rollout).everyNodeIsHalted();

        fleet.failed("b");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.UNDOING);
        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.lastDirective().getOrder().getKindCase()).isEqualTo(Order.KindCase.PAUSE);
    }

    @Test
    void nothingIsRolledBackByItselfOverAStepWithoutAWayBack() {
        Scenario fleet = Scenario.fleetOf("a")
                .open(
                        "first",
                        Rollout.newBuilder()
                                .setOnFailure(FailurePolicy.ROLLBACK)
                                .build(),
                        0);
        Plan plan = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(1)
                .setNode("a")
                .setChangeHash(fleet.epoch().changeHash())
                .addSteps(Step.newBuilder()
                        .setNumber(1)
                        .setPhase(Phase.EXPAND)
                        .setUndo(Undo.newBuilder().setIrreversible("the change gives no undo")))
                .build();
        fleet.report("a", report -> report.setPlanned(Samples.planned(plan)));
        fleet.approved().upTo(Phase.EXPAND).failed("a");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.FORWARD);
        assertThat(fleet.epoch().paused()).isTrue();
        assertThat(fleet.epoch().reason()).contains("leaves behind what has no way back: step 1 of EXPAND");
    }

    private static Scenario failedIn(Phase phase, Rollout rollout) {
        Scenario fleet = Scenario.fleetOf("a", "b")
                .open("first", rollout, 0)
                .planned(Scenario.EVERY_PHASE)
                .approved()
                .upTo(phase);
        fleet.failed("b");
        return fleet;
    }
}
