package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an epoch stands on a node, by its ledger.
 *
 * @param order what the mandate says
 * @param plan the stored plan; empty before there is one
 * @param states of the steps that were ever begun
 */
public record Situation(Order order, Optional<Plan> plan, Map<Integer, StepState> states) {
    /** The plan that the order brings along, as a row of the ledger; empty for the one that is there. */
    Optional<PlanRow> planBrought(long epoch) {
        ByteString bytes = order.getCatchUp().getPlan();
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(new PlanRow(epoch, bytes, Hashing.hash(Domain.PLAN, bytes)));
    }

    /** Whether any step may have left something. */
    boolean isTouched() {
        return states.values().stream().anyMatch(state -> state != StepState.NOT_DONE);
    }

    StepState stateOf(Step step) {
        return states.getOrDefault(step.getNumber(), StepState.NOT_DONE);
    }

    List<Step> steps() {
        return plan.map(Plan::getStepsList).orElse(List.of());
    }

    List<Step> stepsOf(Phase phase) {
        return steps().stream().filter(step -> step.getPhase() == phase).toList();
    }
}
