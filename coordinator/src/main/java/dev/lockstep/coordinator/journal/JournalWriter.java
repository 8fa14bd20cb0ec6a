package dev.lockstep.coordinator.journal;

import dev.lockstep.v1.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The right to append that a counted claim gave. It ends with the first outcome that is not {@link AppendOutcome.Appended}. */
public interface JournalWriter {
    /** The term of office. */
    long term();

    /** The random id of the claim. */
    String claimId();

    /**
     * Appends one entry, reads it back, and completes after the reader has been told of it. Never completes exceptionally. After an outcome other than
     * {@link AppendOutcome.Appended} every further append gives that outcome again, and writes nothing.
     *
     * @param events one batch of decisions, at least one
     * @param atMillis wall clock in milliseconds since 1970, for people
     * @throws EntryTooLargeException when the stored entry would be larger than {@link Journal#MAX_ENTRY_BYTES}; nothing was written, the writer goes on
     * @throws IllegalStateException while another append is outstanding
     * @throws IllegalArgumentException when there is no event, or one of them is a claim
     */
    CompletableFuture<AppendOutcome> append(List<Event> events, long atMillis);
}
