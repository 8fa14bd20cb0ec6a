package dev.lockstep.coordinator.core;

import dev.lockstep.coordinator.core.Command.Approve;
import dev.lockstep.coordinator.core.Command.GateHeld;
import dev.lockstep.coordinator.core.Command.Hello;
import dev.lockstep.coordinator.core.Command.Join;
import dev.lockstep.coordinator.core.Command.Leave;
import dev.lockstep.coordinator.core.Command.OpenEpoch;
import dev.lockstep.coordinator.core.Command.Pause;
import dev.lockstep.coordinator.core.Command.Release;
import dev.lockstep.coordinator.core.Command.ReportReceived;
import dev.lockstep.coordinator.core.Command.Resume;
import dev.lockstep.coordinator.core.Command.Rollback;
import dev.lockstep.coordinator.core.Command.TimeIsUp;
import dev.lockstep.coordinator.core.Command.Waive;
import dev.lockstep.v1.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be decided: from a state and a command to events and a reply, or a rejection. Pure. The events become true only when the journal holds them; then
 * {@link Evolution} applies them.
 */
public final class Decisions {
    private Decisions() {}

    /** Decides one command. */
    public static Decision decide(FleetState state, Command command) {
        if (command instanceof OpenEpoch open) {
            return UserDecisions.open(state, open);
        }
        if (command instanceof Approve approve) {
            return UserDecisions.approve(state, approve);
        }
        if (command instanceof Release release) {
            return UserDecisions.release(state, release);
        }
        if (command instanceof Pause pause) {
            return UserDecisions.pause(state, pause);
        }
        if (command instanceof Resume resume) {
            return UserDecisions.resume(state, resume);
        }
        if (command instanceof Rollback rollback) {
            return UserDecisions.rollback(state, rollback);
        }
        if (command instanceof Join join) {
            return RosterDecisions.join(state, join);
        }
        if (command instanceof Leave leave) {
            return RosterDecisions.leave(state, leave);
        }
        if (command instanceof Waive waive) {
            return RosterDecisions.waive(state, waive);
        }
        if (command instanceof Hello hello) {
            return NodeAdmission.decide(state, hello);
        }
        if (command instanceof ReportReceived report) {
            return ReportDecisions.decide(state, report.report());
        }
        if (command instanceof TimeIsUp late) {
            return Deadlines.decide(state, late);
        }
        if (command instanceof GateHeld held) {
            return Barrier.decide(state, held);
        }
        throw new IllegalStateException("a command that nobody decides: " + command.getClass());
    }

    /**
     * Decides one batch on speculative state, so that all of it is one entry (rule L7).
     *
     * @param state what counts now
     * @param term of the leader that decides
     * @param atMillis wall clock, for people
     */
    public static Batch batch(FleetState state, List<? extends Command> commands, long term, long atMillis) {
        FleetState speculative = state.withEntries(state.entries() + 1);
        List<Event> events = new ArrayList<>();
        List<Decision> answers = new ArrayList<>();
        for (Command command : commands) {
            Decision answer = decide(speculative, command);
            answers.add(answer);
            if (answer instanceof Decision.Accepted accepted) {
                speculative = applyAll(speculative, accepted.events(), events, term, atMillis);
            }
        }
        for (List<Event> due = Progression.next(speculative); !due.isEmpty(); due = Progression.next(speculative)) {
            speculative = applyAll(speculative, due, events, term, atMillis);
        }
        if (Checkpoint.isDue(speculative, events)) {
            events.add(Events.checkpoint(speculative));
        }
        return new Batch(events, answers);
    }

    private static FleetState applyAll(
            FleetState state, List<Event> due, List<Event> events, long term, long atMillis) {
        FleetState next = state;
        for (Event event : due) {
            next = Evolution.evolve(next, event, term, atMillis);
            events.add(event);
        }
        return next;
    }

    /**
     * What a batch of commands came to.
     *
     * @param events to append as one entry; may be none
     * @param answers one for each command, in order
     */
    public record Batch(List<Event> events, List<Decision> answers) {
        public Batch {
            events = List.copyOf(events);
            answers = List.copyOf(answers);
        }
    }
}
