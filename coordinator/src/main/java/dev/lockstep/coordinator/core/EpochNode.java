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
import java.util.function.Consumer;
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
        return edit(next -> {
            next.planned = answer;
            next.planHash = answer.getPlanHash();
            next.refused = no;
            next.planPhases = phases;
            next.acknowledged = no ? acknowledged : Phase.PREFLIGHT;
            next.failure = null;
        });
    }

    EpochNode bound(long directive, boolean opens) {
        return edit(next -> {
            next.mandate = directive;
            next.openedBy = opens && openedBy == 0 ? directive : openedBy;
        });
    }

    EpochNode admittedNow() {
        return edit(next -> {
            next.admitted = true;
            next.failure = null;
        });
    }

    /** A new phase, or the undo of one, has opened: nobody works on it yet. */
    EpochNode beforeNextPhase() {
        return edit(next -> {
            next.admitted = false;
            next.openedBy = 0;
            next.failure = null;
        });
    }

    EpochNode acknowledging(Phase phase) {
        return edit(next -> {
            next.acknowledged = phase;
            next.failure = null;
        });
    }

    EpochNode undoing(Phase phase) {
        return edit(next -> {
            next.undone = phase;
            next.failure = null;
        });
    }

    EpochNode haltedNow() {
        return edit(next -> {
            next.halted = true;
            next.failure = null;
        });
    }

    EpochNode remarking(List<String> last) {
        return edit(next -> next.remarks = last);
    }

    EpochNode failedWith(@Nullable StepFailed why) {
        return edit(next -> next.failure = why);
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
        return edit(next -> next.past = known);
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
        return FRESH.edit(next -> {
            next.planned = planned;
            next.planHash = planHash;
            next.refused = refused;
            next.planPhases = planPhases;
            next.acknowledged = Phase.PREFLIGHT;
            next.past = known;
        });
    }

    /** Without the plan's bytes, which the journal keeps. */
    EpochNode ended() {
        return edit(next -> {
            next.planned = null;
            next.admitted = false;
            next.mandate = 0;
            next.openedBy = 0;
            next.past = Collections.emptySortedMap();
        });
    }

    private EpochNode edit(Consumer<Next> edit) {
        Next next = new Next(this);
        edit.accept(next);
        return next.build();
    }

    /** What follows from a node; never leaves it. */
    private static final class Next {
        private @Nullable Planned planned;
        private ByteString planHash;
        private boolean refused;
        private SortedSet<Phase> planPhases;
        private Phase acknowledged;
        private Phase undone;
        private boolean admitted;
        private boolean halted;
        private long mandate;
        private long openedBy;
        private @Nullable StepFailed failure;
        private SortedMap<String, List<CatalogObject>> past;
        private List<String> remarks;

        Next(EpochNode from) {
            planned = from.planned;
            planHash = from.planHash;
            refused = from.refused;
            planPhases = from.planPhases;
            acknowledged = from.acknowledged;
            undone = from.undone;
            admitted = from.admitted;
            halted = from.halted;
            mandate = from.mandate;
            openedBy = from.openedBy;
            failure = from.failure;
            past = from.past;
            remarks = from.remarks;
        }

        EpochNode build() {
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
                    remarks);
        }
    }
}
