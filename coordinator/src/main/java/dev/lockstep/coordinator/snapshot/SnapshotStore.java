package dev.lockstep.coordinator.snapshot;

import dev.lockstep.v1.Snapshot;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the snapshots of one fleet are kept. Losing them costs time, nothing else. Thread-safe. */
public interface SnapshotStore {
    /** The newest one that can be read; whether it counts is for the journal to say. */
    Optional<Snapshot> newest();

    /**
     * Keeps a newer one, some time soon, or never.
     *
     * @param made makes it, on another thread
     */
    void keep(Supplier<Snapshot> made);

    /** Keeps nothing. */
    static SnapshotStore none() {
        return new SnapshotStore() {
            @Override
            public Optional<Snapshot> newest() {
                return Optional.empty();
            }

            @Override
            public void keep(Supplier<Snapshot> made) {
                // Nothing is kept.
            }
        };
    }
}
