package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.StepFailed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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
 * @param past the objects that it has touched in this epoch, by path, as they were before it, and before it went through it again; one with an empty hash was
 *     not there
 * @param remarks what its last report of a phase that was done or undone had a person know
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
        @Nullable StepFailed failure,
        SortedMap<String, List<CatalogObject>> past,
        List<String> remarks) {

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
            null,
            Collections.emptySortedMap(),
            List.of());

    public EpochNode {
        planPhases = Collections.unmodifiableSortedSet(new TreeSet<>(planPhases));
        past = Collections.unmodifiableSortedMap(past);
        remarks = List.copyOf(remarks);
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
                null,
                past,
                remarks);
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
                failure,
                past,
                remarks);
    }

    EpochNode admittedNow() {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                true,
                halted,
                mandate,
                openedBy,
                null,
                past,
                remarks);
    }

    /** A new phase, or the undo of one, has opened: nobody works on it yet. */
    EpochNode beforeNextPhase() {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                false,
                halted,
                mandate,
                0,
                null,
                past,
                remarks);
    }

    EpochNode acknowledging(Phase phase) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                phase,
                undone,
                admitted,
                halted,
                mandate,
                openedBy,
                null,
                past,
                remarks);
    }

    EpochNode undoing(Phase phase) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                phase,
                admitted,
                halted,
                mandate,
                openedBy,
                null,
                past,
                remarks);
    }

    EpochNode haltedNow() {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                admitted,
                true,
                mandate,
                openedBy,
                null,
                past,
                remarks);
    }

    EpochNode failedWith(@Nullable StepFailed why) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                admitted,
                halted,
                mandate,
                openedBy,
                why,
                past,
                remarks);
    }

    EpochNode remarking(List<String> last) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                admitted,
                halted,
                mandate,
                openedBy,
                failure,
                past,
                last);
    }

    /** It has touched these objects; those that it had not touched before were as they are recorded. */
    EpochNode touching(List<CatalogObject> touched, Map<String, CatalogObject> recorded) {
        if (touched.isEmpty()) {
            return this;
        }
        TreeMap<String, List<CatalogObject>> known = new TreeMap<>(past);
        for (CatalogObject object : touched) {
            known.computeIfAbsent(object.getPath(), path -> List.of(recordedAt(path, recorded)));
        }
        return withPast(known);
    }

    private EpochNode withPast(SortedMap<String, List<CatalogObject>> known) {
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                admitted,
                halted,
                mandate,
                openedBy,
                failure,
                known,
                remarks);
    }

    private static CatalogObject recordedAt(String path, Map<String, CatalogObject> recorded) {
        return recorded.getOrDefault(path, gone(path));
    }

    private static CatalogObject gone(String path) {
        return CatalogObject.newBuilder().setPath(path).build();
    }

    /** Its database is an older one: nothing that it said about the epoch holds but its plan. What was recorded may come back. */
    EpochNode again(Map<String, CatalogObject> recorded) {
        TreeMap<String, List<CatalogObject>> known = new TreeMap<>(past);
        known.replaceAll((path, states) -> Stream.concat(states.stream(), Stream.of(recordedAt(path, recorded)))
                .distinct()
                .toList());
        return new EpochNode(
                planned,
                planHash,
                refused,
                planPhases,
                Phase.PREFLIGHT,
                Phase.PHASE_UNSPECIFIED,
                false,
                false,
                0,
                0,
                null,
                known,
                List.of());
    }

    /** Without the plan's bytes, which the journal keeps. */
    EpochNode ended() {
        return new EpochNode(
                null,
                planHash,
                refused,
                planPhases,
                acknowledged,
                undone,
                false,
                halted,
                0,
                0,
                failure,
                Collections.emptySortedMap(),
                remarks);
    }
}
