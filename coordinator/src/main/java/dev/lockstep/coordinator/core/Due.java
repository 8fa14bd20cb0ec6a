package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * What the leader must do outside of the journal, read off the state at any time, so that nothing is forgotten between a decision and its effect (rule L8).
 * Publishing of decided directives is due always, and not listed.
 */
public sealed interface Due {

    /** Take the gate of a phase that every node has left, then decide to open the next one. */
    record TakeGate(long epoch, Phase phase) implements Due {}

    /**
     * Seal the gate of a phase that the epoch has left, before the directives after it are published.
     *
     * @param phase the phase that was left
     * @param openedByEntry the journal entry that opened the next one
     * @param term of that entry
     */
    record SealGate(long epoch, Phase phase, long openedByEntry, long term) implements Due {}

    /** Decide that the time of a phase is up. */
    record CallTime(long epoch, Phase phase) implements Due {}

    /** All that is due while no phase has been open for any time. */
    static List<Due> of(FleetState state, LongUnaryOperator soakedMillis) {
        return of(state, soakedMillis, epoch -> 0);
    }

    /**
     * All that is due.
     *
     * @param soakedMillis how long RELEASE of an epoch has been open, by a clock that cannot jump
     * @param openMillis how long the open phase of an epoch has been at work, by the same clock
     */
    static List<Due> of(FleetState state, LongUnaryOperator soakedMillis, LongUnaryOperator openMillis) {
        List<Due> due = new ArrayList<>();
        for (Epoch epoch : state.openEpochs()) {
            List<Epoch.PhaseTime> times = epoch.times();
            for (int i = 1; i < times.size(); i++) {
                Epoch.PhaseTime opened = times.get(i);
                due.add(new SealGate(epoch.number(), times.get(i - 1).phase(), opened.openedByEntry(), opened.term()));
            }
            if (Deadlines.isOver(epoch, openMillis.applyAsLong(epoch.number()))) {
                due.add(new CallTime(epoch.number(), epoch.phase()));
            }
            if (Barrier.isReady(epoch, soakedMillis.applyAsLong(epoch.number()))) {
                due.add(new TakeGate(epoch.number(), epoch.phase()));
            }
        }
        return due;
    }
}
