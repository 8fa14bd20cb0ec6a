package dev.lockstep.coordinator.core;

import dev.lockstep.coordinator.core.Command.TimeIsUp;
import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.DeadlinePassed;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long a phase may take. The time is the leader's, by a clock that cannot jump: it begins anew at a takeover and after a pause, and is written down as
 * elapsed time, never as a date (rule C2). Going back has no deadline, and neither has what waits for a person.
 */
final class Deadlines {
    private Deadlines() {}

    /** Whether nodes are still missing from the open phase although its time is up. */
    static boolean isOver(Epoch epoch, long openMillis) {
        long deadline = RolloutPolicy.deadlineMillis(epoch.change().getRollout(), epoch.phase());
        return deadline > 0 && openMillis >= deadline && isRunning(epoch);
    }

    /** Whether the time of the open phase passes. */
    static boolean isRunning(Epoch epoch) {
        return epoch.stage() == Stage.FORWARD && !epoch.paused() && !late(epoch).isEmpty();
    }

    static Decision decide(FleetState state, TimeIsUp command) {
        return state.epoch(command.epoch())
                .filter(epoch -> epoch.phase() == command.phase() && isOver(epoch, command.openMillis()))
                .<Decision>map(
                        epoch -> new Decision.Accepted(events(state, epoch, command.openMillis()), new Reply.Silence()))
                .orElseGet(() -> new Decision.Rejected(
                        Decision.Kind.WRONG_STATE,
                        "expected the time of " + command.phase() + " of epoch " + command.epoch()
                                + " to be up, but it is not, or nobody is waited for",
                        ""));
    }

    private static List<Event> events(FleetState state, Epoch epoch, long openMillis) {
        List<String> late = late(epoch);
        long deadline = RolloutPolicy.deadlineMillis(epoch.change().getRollout(), epoch.phase());
        String time = "the deadline of " + epoch.phase() + " (" + RolloutPolicy.duration(deadline) + ") has passed";
        Map<String, String> saying = new TreeMap<>();
        late.forEach(name -> saying.put(name, time + " without an answer from it"));
        String reason = time + (late.size() == 1 ? ": node " : ": nodes ") + String.join(", ", late)
                + (late.size() == 1 ? " is" : " are") + " not through";
        List<Event> events = new ArrayList<>();
        events.add(Event.newBuilder()
                .setDeadlinePassed(DeadlinePassed.newBuilder()
                        .setEpoch(epoch.number())
                        .setPhase(epoch.phase())
                        .setDeadlineMillis(deadline)
                        .setElapsedMillis(openMillis)
                        .addAllNodes(late))
                .build());
        events.addAll(FailureRules.byPolicy(state, epoch, saying, reason));
        return events;
    }

    /** Who is not through; in PREFLIGHT a refusal is an answer. */
    private static List<String> late(Epoch epoch) {
        return epoch.phase() == Phase.PREFLIGHT ? epoch.namesWhere(node -> !node.isPlanned()) : WaitsFor.pending(epoch);
    }
}
