package dev.lockstep.coordinator.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;

/** Reads the plans that the journal has: each was read once before it was journaled ({@link PlanCheck}). */
public final class JournaledPlan {
    private JournaledPlan() {}

    /**
     * The plan in a node's answer that was journaled; one without steps, where the node refused.
     *
     * @throws IllegalStateException if its bytes are no plan, which would be a fault in this coordinator
     */
    public static Plan of(Planned planned) {
        try {
            return Plan.parseFrom(planned.getPlan());
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalStateException("a plan that was journaled does not parse", wrong);
        }
    }
}
