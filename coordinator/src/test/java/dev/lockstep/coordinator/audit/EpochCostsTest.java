package dev.lockstep.coordinator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.InMemoryJournal;
import dev.lockstep.coordinator.journal.InMemoryLog;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepCost;
import dev.lockstep.v1.StepEstimate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the journal keeps of estimates and of what came of them. */
class EpochCostsTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final EpochStatus STATUS = EpochStatus.newBuilder()
            .setNumber(2)
            .addNodes(EpochNodeStatus.newBuilder().setNode("a"))
            .addNodes(EpochNodeStatus.newBuilder().setNode("b"))
            .build();

    private final InMemoryLog log = new InMemoryLog();
    private final Queue<Runnable> steps = new ArrayDeque<>();

    @Test
    void eachStepHasItsEstimateAndOnceItsPhaseIsAcknowledgedWhatItTook() {
        write(planned(2, "a", 500), planned(2, "b", 700), acknowledged(2, "a", Phase.EXPAND, 1, 40));
        EpochStatus status = read(2).join().addTo(STATUS);
        assertThat(status.getNodes(0).getCostsList())
                .containsExactly(
                        cost(1, Phase.EXPAND, 0).toBuilder()
                                .setActual(actual(1, 40))
                                .build(),
                        cost(2, Phase.BACKFILL, 500));
        assertThat(status.getNodes(1).getCosts(1).getEstimate().getMillis()).isEqualTo(700);
        assertThat(status.getNodes(1).getCosts(0).hasActual()).isFalse();
    }

    @Test
    void otherEpochsAreNotCounted() {
        write(planned(1, "a", 1), planned(2, "a", 500), acknowledged(3, "a", Phase.EXPAND, 1, 40), planned(3, "a", 3));
        EpochStatus status = read(2).join().addTo(STATUS);
        assertThat(status.getNodes(0).getCostsList())
                .containsExactly(cost(1, Phase.EXPAND, 0), cost(2, Phase.BACKFILL, 500));
        assertThat(status.getNodes(1).getCostsList()).isEmpty();
    }

    @Test
    void aNewPlanHasItsOwnEstimate() {
        write(planned(2, "a", 500), planned(2, "a", 900));
        assertThat(read(2).join()
                        .addTo(STATUS)
                        .getNodes(0)
                        .getCosts(1)
                        .getEstimate()
                        .getMillis())
                .isEqualTo(900);
    }

    @Test
    void aPlanThatCannotBeReadIsSaid() {
        write(Event.newBuilder()
                .setNodePlanned(NodePlanned.newBuilder()
                        .setEpoch(2)
                        .setStamp(stamp("a"))
                        .setPlanned(Planned.newBuilder().setPlan(ByteString.copyFromUtf8("\u0007\u0007"))))
                .build());
        assertThatThrownBy(() -> read(2).join()).hasMessageContaining("the plan of node a cannot be read");
    }

    private static Event planned(long epoch, String node, long fillMillis) {
        Plan plan = Plan.newBuilder()
                .addSteps(step(1, Phase.EXPAND))
                .addSteps(step(2, Phase.BACKFILL))
                .build();
        return Event.newBuilder()
                .setNodePlanned(NodePlanned.newBuilder()
                        .setEpoch(epoch)
                        .setStamp(stamp(node))
                        .setPlanned(Planned.newBuilder()
                                .setPlan(plan.toByteString())
                                .setEstimate(PlanEstimate.newBuilder().addSteps(estimate(2, fillMillis)))))
                .build();
    }

    private static Step step(int number, Phase phase) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(phase)
                .setSummary("step " + number)
                .build();
    }

    private static Event acknowledged(long epoch, String node, Phase phase, int step, long millis) {
        return Event.newBuilder()
                .setPhaseAcknowledged(PhaseAcknowledged.newBuilder()
                        .setEpoch(epoch)
                        .setStamp(stamp(node))
                        .setDone(PhaseDone.newBuilder().setPhase(phase).addCosts(actual(step, millis))))
                .build();
    }

    private static StepCost cost(int number, Phase phase, long estimateMillis) {
        StepCost.Builder cost =
                StepCost.newBuilder().setStep(number).setPhase(phase).setSummary("step " + number);
        return estimateMillis == 0
                ? cost.build()
                : cost.setEstimate(estimate(number, estimateMillis)).build();
    }

    private static StepEstimate estimate(int step, long millis) {
        return StepEstimate.newBuilder().setStep(step).setMillis(millis).build();
    }

    private static StepActual actual(int step, long millis) {
        return StepActual.newBuilder().setStep(step).setMillis(millis).build();
    }

    private static ReportStamp stamp(String node) {
        return ReportStamp.newBuilder().setNode(node).build();
    }

    private void write(Event... events) {
        InMemoryJournal journal = journal();
        journal.follow(verdict -> {});
        CompletableFuture<ClaimOutcome> claim = journal.claim("a", 1);
        runSteps();
        ((ClaimOutcome.Claimed) claim.join()).writer().append(List.of(events), 1);
        runSteps();
    }

    private CompletableFuture<EpochCosts> read(long epoch) {
        CompletableFuture<EpochCosts> costs = EpochCosts.read(journal(), epoch);
        runSteps();
        return costs;
    }

    private InMemoryJournal journal() {
        TrustedKeys trusted = TrustedKeys.of(List.of(KEY.publicKey()));
        return new InMemoryJournal(log, "shop", KEY, trusted, steps::add, () -> "claim");
    }

    private void runSteps() {
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
    }
}
