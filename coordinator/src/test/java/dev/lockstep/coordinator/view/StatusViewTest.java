package dev.lockstep.coordinator.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Samples;
import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.UndoDone;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What people are shown of a fleet at each point of an epoch. */
class StatusViewTest {
    private final Scenario fleet = Scenario.fleetOf("a", "b").open("first");
    private final Map<String, LiveNode> live =
            new TreeMap<>(Map.of("a", new LiveNode("agent-a", null, ""), "b", new LiveNode("agent-b", null, "")));

    @Test
    void nodesWorkOnTheirPlans() {
        live.put(
                "a",
                new LiveNode(
                        "agent-a",
                        Progress.newBuilder()
                                .setEpoch(1)
                                .setPhase(Phase.PREFLIGHT)
                                .setSummary("looks")
                                .build(),
                        ""));

        assertThat(status().getState()).isEqualTo(EpochState.RUNNING);
        assertThat(node("a").getState()).isEqualTo("working");
        assertThat(node("a").getStep()).isEqualTo("looks");
        assertThat(status().getWaitsForList())
                .containsExactly("node a to finish PREFLIGHT", "node b to finish PREFLIGHT");
    }

    @Test
    void progressOfAnotherEpochIsNotShown() {
        live.put(
                "a",
                new LiveNode(
                        "agent-a",
                        Progress.newBuilder().setEpoch(9).setSummary("old").build(),
                        ""));

        assertThat(node("a").getStep()).isEmpty();
    }

    @Test
    void aNodeWithoutAnAgentIsAway() {
        live.remove("b");

        assertThat(node("b").getState()).isEqualTo("away");
        assertThat(status().getWaitsForList()).contains("node b is away: no agent serves it; start its agent");
    }

    @Test
    void everyPlanIsThere() {
        fleet.planned(Scenario.EVERY_PHASE);

        assertThat(status().getState()).isEqualTo(EpochState.AWAITING_APPROVAL);
        assertThat(node("a").getState()).isEqualTo("done");
        assertThat(status().getWaitsForList())
                .containsExactly("approval: every node has a plan; a person can approve or roll back");
    }

    @Test
    void theGateIsWaitedFor() {
        fleet.planned(Scenario.EVERY_PHASE).approved();

        assertThat(status().getState()).isEqualTo(EpochState.RUNNING);
        assertThat(status().getApprovedBy()).isEqualTo("bob");
        assertThat(status().getWaitsForList()).containsExactly("the gate of PREFLIGHT");
    }

    @Test
    void everyNodeHasValidated() {
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.RELEASE).everyNodeIsDone();

        assertThat(status().getState()).isEqualTo(EpochState.AWAITING_RELEASE);
        fleet.tell(new Command.Release(1, "bob"));
        assertThat(status().getState()).isEqualTo(EpochState.RUNNING);
        assertThat(status().getWaitsForList()).containsExactly("the soak time of 0 s in RELEASE, and the gate");
    }

    @Test
    void aFailureIsShownWithWhatTheServerSaid() {
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);
        fleet.failed("b");

        assertThat(status().getState()).isEqualTo(EpochState.PAUSED);
        assertThat(node("b").getState()).isEqualTo("failed");
        assertThat(node("b").getStep()).isEqualTo("add column region");
        assertThat(node("b").getMessage()).isEqualTo("disk full");
        assertThat(node("a").getState()).isEqualTo("waiting");
    }

    @Test
    void whatANodeRemarkedOnLastStandsAlsoWhenAllIsUndone() {
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND);
        fleet.report("a", done(Phase.EXPAND, "first", "second"));
        fleet.report("b", done(Phase.EXPAND, "other"));
        assertThat(node("a").getRemarksList()).containsExactly("first", "second");
        fleet.upTo(Phase.BACKFILL);
        fleet.report("a", done(Phase.BACKFILL, "third"));
        fleet.report("b", done(Phase.BACKFILL));

        assertThat(node("a").getRemarksList()).containsExactly("third");
        assertThat(node("b").getRemarksList()).isEmpty();

        fleet.rollback();
        fleet.halted("a");
        fleet.halted("b");
        for (Phase phase : List.of(Phase.BACKFILL, Phase.EXPAND)) {
            fleet.report(
                    "a",
                    report -> report.setUndoDone(
                            UndoDone.newBuilder().setPhase(phase).addRemarks("left over")));
            fleet.undone("b");
        }
        assertThat(status().getState()).isEqualTo(EpochState.ROLLED_BACK);
        assertThat(node("a").getRemarksList()).containsExactly("left over");
    }

    private static UnaryOperator<Report.Builder> done(Phase phase, String... remarks) {
        return report ->
                report.setPhaseDone(PhaseDone.newBuilder().setPhase(phase).addAllRemarks(List.of(remarks)));
    }

    @Test
    void aNodeThatIsHeldSaysWhy() {
        fleet.tell(new Command.Hello(
                "agent-a", Samples.hello("a", 1).setAdoptionId("x").build()));

        assertThat(node("a").getState()).isEqualTo("held");
        assertThat(node("a").getMessage()).isEqualTo(fleet.member("a").held());
    }

    @Test
    void theWayBack() {
        fleet.planned(Scenario.EVERY_PHASE).approved().upTo(Phase.EXPAND).rollback();
        fleet.halted("a");
        assertThat(status().getState()).isEqualTo(EpochState.ROLLING_BACK);
        assertThat(node("a").getState()).isEqualTo("halted");
        assertThat(node("b").getState()).isEqualTo("working");
        fleet.halted("b");
        fleet.undone("a");
        assertThat(node("a").getState()).isEqualTo("undone");
        assertThat(status().getWaitsForList()).containsExactly("node b to finish the undo of EXPAND");
        fleet.undone("b");

        assertThat(status().getState()).isEqualTo(EpochState.ROLLED_BACK);
        assertThat(status().getWaitsForList()).isEmpty();
        assertThat(whole(new FleetView(fleet.state(), true, true, "", false))
                        .getNodes(0)
                        .getPhase())
                .isEqualTo(Phase.PREFLIGHT);
    }

    @Test
    void theEnd() {
        fleet.planned(List.of(Phase.EXPAND)).approved().upTo(Phase.VALIDATE).everyNodeIsDone();

        assertThat(status().getState()).isEqualTo(EpochState.COMPLETED);
        assertThat(status().getReason()).isEqualTo("every node has the new schema");
        assertThat(status().getPhasesList()).hasSize(3);
        assertThat(node("a").getState()).isEqualTo("done");
    }

    @Test
    void aRefusal() {
        fleet.report("a", report -> report.setPlanned(Samples.refusal("no room")));
        fleet.report("b", fleet.plan("b", Scenario.EVERY_PHASE));

        assertThat(status().getState()).isEqualTo(EpochState.REJECTED);
        assertThat(node("a").getState()).isEqualTo("refused");
    }

    @Test
    void aQuarantinedNodeIsShownWithItsReason() {
        Rollout rollout = Rollout.newBuilder()
                .addPolicies(PhasePolicy.newBuilder().setPhase(Phase.PREFLIGHT).setPolicy(FailurePolicy.QUARANTINE))
                .build();
        Scenario three = Scenario.fleetOf("a", "b").open("first", rollout, 0);
        three.failed("a");

        FleetStatus status = whole(new FleetView(three.state(), true, true, "", false));

        EpochNodeStatus last = status.getEpochs(0).getNodes(1);
        assertThat(last.getNode()).isEqualTo("a");
        assertThat(last.getState()).isEqualTo("quarantined");
        assertThat(last.getMessage()).contains("disk full");
        assertThat(status.getNodes(0).getMissed(0).getEpoch()).isEqualTo(1);
        assertThat(status.getEpochs(0).getPolicyList())
                .containsExactly(
                        "on failure: quarantine in PREFLIGHT; pause in EXPAND, BACKFILL, VALIDATE, RELEASE, CONTRACT");
    }

    @Test
    void damageIsTheFleets() {
        FleetStatus status = whole(new FleetView(fleet.state(), false, true, "its journal is damaged", true));

        assertThat(status.getDamage()).isEqualTo("its journal is damaged");
        assertThat(status.getNodesList()).hasSize(2).allMatch(node -> node.getAttached());
        assertThat(status.getEpochs(0).getWaitsForList()).contains("its journal is damaged");
    }

    private FleetStatus whole(FleetView view) {
        return StatusView.fleet(view, live);
    }

    private EpochStatus status() {
        return StatusView.epoch(new FleetView(fleet.state(), true, true, "", false), fleet.epoch(), live);
    }

    private EpochNodeStatus node(String name) {
        return status().getNodesList().stream()
                .filter(node -> node.getNode().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
