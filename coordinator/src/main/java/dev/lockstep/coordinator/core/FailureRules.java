package dev.lockstep.coordinator.core;

import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows when nodes fail, or are late: what the change says for the phase. A way back that fails always pauses. */
final class FailureRules {
    private static final String BY_POLICY = "the change's failure policy";

    private FailureRules() {}

    /**
     * The events that the policy of the open phase asks for; never none.
     *
     * @param nodes those that failed or are late, each with what would be said of it were it left out
     * @param reason of a pause or a rollback
     */
    static List<Event> byPolicy(FleetState state, Epoch epoch, Map<String, String> nodes, String reason) {
        FailurePolicy policy = epoch.stage() == Stage.FORWARD
                ? RolloutPolicy.onFailure(epoch.change().getRollout(), epoch.phase())
                : FailurePolicy.PAUSE;
        Optional<List<Event>> without =
                policy == FailurePolicy.QUARANTINE ? Quarantine.of(state, epoch, nodes) : Optional.empty();
        if (without.isPresent()) {
            return without.get();
        }
        if (policy != FailurePolicy.ROLLBACK) {
            return pause(state, epoch, reason);
        }
        List<String> staying = Descriptions.staying(epoch);
        return staying.isEmpty()
                ? Progression.turnRound(state, epoch, BY_POLICY, reason)
                : pause(
                        state,
                        epoch,
                        reason + "; not rolled back by itself, because that leaves behind what has no way back: "
                                + String.join("; ", staying));
    }

    private static List<Event> pause(FleetState state, Epoch epoch, String reason) {
        return List.of(
                Events.paused(epoch, BY_POLICY, reason),
                Events.directive(
                        state,
                        epoch.number(),
                        Order.newBuilder().setPause(PauseWork.newBuilder().setReason(reason)),
                        Waivers.pausable(epoch)));
    }
}
