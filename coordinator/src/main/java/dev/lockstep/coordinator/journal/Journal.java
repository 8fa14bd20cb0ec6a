package dev.lockstep.coordinator.journal;

import java.util.concurrent.CompletableFuture;

/**
 * One handle on the journal of one fleet. Thread-safe.
 *
 * <p>Use: {@link #follow} once; as a standby that is all. To lead: {@link #claim}; when the claim counted, everything before it has been delivered to
 * the reader, so the caller's state is the fleet's; then append through the writer. Each counted entry is delivered to the reader exactly once, and
 * before the future of its append or claim completes. State may follow delivered entries only, never an append's outcome: an entry whose outcome
 * was {@link AppendOutcome.Unclear} can still be delivered later, and then it counts.
 */
public interface Journal extends AutoCloseable {
    /** The largest stored entry in bytes (rule L10). */
    int MAX_ENTRY_BYTES = 8 * 1024 * 1024;

    /** The fleet whose history this is. */
    String fleet();

    /**
     * Starts reading, from the first entry on, then live, on one thread of the journal's own.
     *
     * @throws IllegalStateException when called twice
     */
    void follow(JournalReader reader);

    /**
     * As {@link #follow(JournalReader)}, but behind an entry whose state the reader has already, where the journal holds that entry and the reader agrees
     * ({@link JournalReader#resumesBehind}); else from the first entry on.
     *
     * @throws IllegalStateException when called twice
     */
    void follow(JournalReader reader, Anchor anchor);

    /**
     * Takes office (rule L3): ends what a writer before left pending, reads to the end, writes a claim, reads it back. Needs {@link #follow} first.
     * A writer from an earlier claim of this handle is dead from now on. Never completes exceptionally.
     *
     * @param coordinator name of the one who claims
     * @param atMillis wall clock in milliseconds since 1970, for people
     */
    CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis);

    /** Ends reading and writing. Futures that are still open complete as unclear. */
    @Override
    void close();
}
