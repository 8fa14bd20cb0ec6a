package dev.lockstep.coordinator.fleet;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Checkpoint;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.StateHash;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import dev.lockstep.v1.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state at checkpoints, and takes it up again at the next start (rule L9). What was kept is never believed by itself: the journal must hold the same
 * entry, and its checkpoint must show the same state. Otherwise the whole journal is replayed, and the log says why.
 */
public final class Resumption {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final String fleet;
    private final SnapshotStore store;
    private final DirectivePublisher directives;
    private @Nullable Snapshot kept;

    public Resumption(String fleet, SnapshotStore store, DirectivePublisher directives) {
        this.fleet = fleet;
        this.store = store;
        this.directives = directives;
    }

    /** Where reading may begin; empty for the first entry. Called before reading begins. */
    public Optional<Anchor> anchor() {
        Optional<Snapshot> newest = store.newest().filter(this::isUsable);
        kept = newest.orElse(null);
        return newest.map(
                snapshot -> new Anchor(snapshot.getEntryNumber(), snapshot.getEntryHash(), snapshot.getEntryOffset()));
    }

    private boolean isUsable(Snapshot snapshot) {
        if (snapshot.getForm() != StateHash.FORM) {
            passBy("it has form " + snapshot.getForm() + ", this version has form " + StateHash.FORM);
        } else if (!snapshot.getFleet().equals(fleet)) {
            passBy("it is of fleet " + snapshot.getFleet());
        } else {
            return true;
        }
        return false;
    }

    /** The state after the anchor's entry, with the directives up to it taken up as well; empty when what was kept must be passed by. */
    public Optional<FleetState> resume(CountedEntry entry) {
        Snapshot snapshot = kept;
        kept = null;
        if (snapshot == null) {
            return Optional.empty();
        }
        Optional<String> objection = Checkpoint.objection(snapshot.getState(), entry.entry());
        if (objection.isPresent()) {
            passBy(objection.get());
            return Optional.empty();
        }
        try {
            return takeUp(snapshot, Checkpoint.resume(snapshot.getState(), entry.entry()));
        } catch (IllegalArgumentException unreadable) {
            passBy(String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<FleetState> takeUp(Snapshot snapshot, FleetState resumed) {
        Optional<String> gap = directives.restore(snapshot.getDirectivesList(), resumed.directives());
        if (gap.isPresent()) {
            passBy(gap.get());
            return Optional.empty();
        }
        LOG.info("fleet {} goes on from its state at entry {}", fleet, snapshot.getEntryNumber());
        return Optional.of(resumed);
    }

    /** What was kept is of no use. */
    public void passBy(String reason) {
        kept = null;
        LOG.warn("fleet {}: the snapshot is passed by, the whole journal is replayed: {}", fleet, reason);
    }

    /** An entry has counted; when it holds a checkpoint, the state there is kept. */
    public void onCounted(FleetState before, CountedEntry entry) {
        if (!Checkpoint.isIn(entry.entry())) {
            return;
        }
        List<ByteString> decided = directives.decided();
        store.keep(() -> Snapshot.newBuilder()
                .setFleet(fleet)
                .setForm(StateHash.FORM)
                .setEntryNumber(entry.number())
                .setEntryHash(entry.hash())
                .setEntryOffset(entry.offset())
                .setState(Checkpoint.stateShownBy(before, entry.entry()))
                .addAllDirectives(decided)
                .build());
    }
}
