package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.StepFailed;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One node within one epoch.
 *
 * @param planned its answer in PREFLIGHT; null before, and after the epoch has ended
 * @param planHash hash of its plan; empty before it is planned and where it refused
 * @param refused whether its answer was no
 * @param planPhases the phases for which its plan has steps
 * @param acknowledged the last phase that it acknowledged, going forward
 * @param undone the last phase that it acknowledged as undone, going back
 * @param admitted whether it may work on the open phase, or on the open undo
 * @param halted whether it has acknowledged HALT
 * @param mandate the last directive of this epoch that binds it; 0 for none
 * @param openedBy the first directive that opened the present phase for it; 0 for none
 * @param failure why it stands still; null when it does not
 */
public record EpochNode(
        @Nullable Planned planned,
        ByteString planHash,
        boolean refused,
        SortedSet<Phase> planPhases,
        Phase acknowledged,
        Phase undone,
        boolean admitted,
        boolean halted,
        long mandate,
        long openedBy,
        @Nullable StepFailed failure) {

    static final EpochNode FRESH = new EpochNode(
            null,
            ByteString.EMPTY,
            false,
            Collections.emptySortedSet(),
            Phase.PHASE_UNSPECIFIED,
            Phase.PHASE_UNSPECIFIED,
            false,
            false,
            0,
            0,
            null);

    public EpochNode {
        planPhases = Collections.unmodifiableSortedSet(new TreeSet<>(planPhases));
    }

    public boolean isPlanned() {
        return refused || !planHash.isEmpty();
    }

    EpochNode withPlan(Planned answer, boolean no, SortedSet<Phase> phases) {
        return new EpochNode(
                answer,
                answer.getPlanHash(),
                no,
                phases,
                no ? acknowledged : Phase.PREFLIGHT,
                undone,
                admitted,
                halted,
                mandate,
                openedBy,
                null);
    }

    EpochNode bound(long directive, boolean opens) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                admitted,
                halted,
                directive,
                opens && openedBy == 0 ? directive : openedBy,
                failure);
    }

    EpochNode admittedNow() {
        return new EpochNode(
                planned, planHash, refused, planPhases, acknowledged, undone, true, halted, mandate, openedBy, null);
    }

    /** A new phase, or the undo of one, has opened: nobody works on it yet. */
    EpochNode beforeNextPhase() {
        return new EpochNode(
                planned, planHash, refused, planPhases, acknowledged, undone, false, halted, mandate, 0, null);
    }

    EpochNode acknowledging(Phase phase) {
        return new EpochNode(
                planned, planHash, refused, planPhases, phase, undone, admitted, halted, mandate, openedBy, null);
    }

    EpochNode undoing(Phase phase) {
        return new EpochNode(
                planned, planHash, refused, planPhases, acknowledged, phase, admitted, halted, mandate, openedBy, null);
    }

    EpochNode haltedNow() {
        return new EpochNode(
                planned, planHash, refused, planPhases, acknowledged, undone, admitted, true, mandate, openedBy, null);
    }

    EpochNode failedWith(@Nullable StepFailed why) {
        return new EpochNode(
                planned, planHash, refused, planPhases, acknowledged, undone, admitted, halted, mandate, openedBy, why);
    }

    /** Without the plan's bytes, which the journal keeps. */
    EpochNode ended() {
        return new EpochNode(null, planHash, refused, planPhases, acknowledged, undone, false, halted, 0, 0, failure);
    }
}
