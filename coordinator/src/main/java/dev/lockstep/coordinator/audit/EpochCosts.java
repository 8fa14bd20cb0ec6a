package dev.lockstep.coordinator.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepCost;
import dev.lockstep.v1.StepEstimate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads from a journal what was expected of each step of an epoch, and what it took. The state of a fleet holds none of it: it is kept for as long as the fleet lives, and nobody
 * decides by them.
 */
public final class EpochCosts implements JournalReader {
    private final CompletableFuture<EpochCosts> done = new CompletableFuture<>();
    private final String fleet;
    private final long epoch;
    private final Map<String, SortedMap<Integer, StepCost>> byNode = new TreeMap<>();

    private EpochCosts(String fleet, long epoch) {
        this.fleet = fleet;
        this.epoch = epoch;
    }

    /**
     * Looks for the costs.
     *
     * @param journal a handle of its own; closed at the end
     */
    public static CompletableFuture<EpochCosts> read(Journal journal, long epoch) {
        EpochCosts reader = new EpochCosts(journal.fleet(), epoch);
        journal.follow(reader);
        return reader.done.whenCompleteAsync((costs, failure) -> journal.close());
    }

    /** The status of the epoch with the costs of its nodes. */
    public EpochStatus addTo(EpochStatus status) {
        EpochStatus.Builder with = status.toBuilder();
        for (EpochNodeStatus.Builder node : with.getNodesBuilderList()) {
            node.addAllCosts(of(node.getNode()));
        }
        return with.build();
    }

    private List<StepCost> of(String node) {
        return List.copyOf(byNode.getOrDefault(node, new TreeMap<>()).values());
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (done.isDone()) {
            return;
        }
        if (verdict instanceof Verdict.Counted counted) {
            counted.entry().entry().getEventsList().forEach(this::hear);
        } else if (verdict instanceof Verdict.Damaged damaged) {
            fail("its journal is damaged: " + damaged.reason());
        }
    }

    @Override
    public void onCaughtUp() {
        done.complete(this);
    }

    private void hear(Event event) {
        if (event.hasNodePlanned() && event.getNodePlanned().getEpoch() == epoch) {
            planned(event.getNodePlanned());
        } else if (event.hasPhaseAcknowledged() && event.getPhaseAcknowledged().getEpoch() == epoch) {
            acknowledged(event.getPhaseAcknowledged());
        } else if (event.hasEpochClosed() && event.getEpochClosed().getEpoch() == epoch) {
            done.complete(this);
        }
    }

    private void planned(NodePlanned event) {
        SortedMap<Integer, StepCost> steps = new TreeMap<>();
        try {
            for (Step step : Plan.parseFrom(event.getPlanned().getPlan()).getStepsList()) {
                steps.put(
                        step.getNumber(),
                        StepCost.newBuilder()
                                .setStep(step.getNumber())
                                .setPhase(step.getPhase())
                                .setSummary(step.getSummary())
                                .build());
            }
        } catch (InvalidProtocolBufferException unreadable) {
            fail("the plan of node " + event.getStamp().getNode() + " cannot be read: " + unreadable.getMessage());
        }
        for (StepEstimate estimate : event.getPlanned().getEstimate().getStepsList()) {
            steps.computeIfPresent(
                    estimate.getStep(),
                    (number, cost) -> cost.toBuilder().setEstimate(estimate).build());
        }
        byNode.put(event.getStamp().getNode(), steps);
    }

    private void acknowledged(PhaseAcknowledged event) {
        SortedMap<Integer, StepCost> steps =
                byNode.getOrDefault(event.getStamp().getNode(), new TreeMap<>());
        for (StepActual actual : event.getDone().getCostsList()) {
            steps.computeIfPresent(
                    actual.getStep(),
                    (number, cost) -> cost.toBuilder().setActual(actual).build());
        }
    }

    private void fail(String why) {
        done.completeExceptionally(new IllegalStateException(
                "the costs of epoch " + epoch + " of fleet " + fleet + " cannot be read: " + why));
    }
}
