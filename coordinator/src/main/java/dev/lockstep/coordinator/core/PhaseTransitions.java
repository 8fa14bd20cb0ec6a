package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table of phases: which follows which, forward and back. Nothing else compares phases. */
public final class PhaseTransitions {
    private static final List<Phase> FORWARD =
            List.of(Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);

    /** Phases that leave something to undo, or through which the way back leads. */
    private static final Set<Phase> UNDOABLE = EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE);

    private PhaseTransitions() {}

    /** The phase after this one among those that an epoch goes through; empty after its last. */
    public static Optional<Phase> next(List<Phase> phases, Phase phase) {
        return FORWARD.stream()
                .filter(candidate -> FORWARD.indexOf(candidate) > FORWARD.indexOf(phase))
                .filter(phases::contains)
                .findFirst();
    }

    /** The first phase to undo when an epoch turns round in this one; empty when there is nothing to undo. */
    public static Optional<Phase> firstUndo(Phase open) {
        return UNDOABLE.contains(open) ? Optional.of(open) : Optional.empty();
    }

    /** The phase to undo after this one; empty when everything is undone. */
    public static Optional<Phase> nextUndo(List<Phase> phases, Phase undone) {
        for (int i = FORWARD.indexOf(undone) - 1; i >= 0; i--) {
            Phase candidate = FORWARD.get(i);
            if (UNDOABLE.contains(candidate) && phases.contains(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Whether an epoch in this phase can only go forward. */
    public static boolean isPastPointOfNoReturn(Phase open) {
        return open == Phase.CONTRACT;
    }
}
