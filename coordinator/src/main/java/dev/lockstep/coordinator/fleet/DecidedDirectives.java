package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.directives.PublishOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.v1.Position;

/** Where decided directives go: derived from the journal on every coordinator, published by the leader. Thread-safe. */
public interface DecidedDirectives extends AutoCloseable {
    /** The next entry that counts. */
    void onEntry(CountedEntry entry);

    /** Publishes what is decided and not yet on the topic, and reads it back. Blocks. */
    PublishOutcome publishPending();

    /** The newest directive decided. */
    Position tip();

    @Override
    void close();
}
