package dev.lockstep.coordinator.journal;

/**
 * Hears what a journal's one reading thread reads. Must return fast and must not wait for an append: whoever has a loop enqueues here.
 */
public interface JournalReader {
    /** The next record, in log order; every counted entry comes exactly once. After {@link Verdict.Damaged} nothing more comes. */
    void onVerdict(Verdict verdict);

    /**
     * The entry of the anchor was found, as it was. Called at most once, before anything else.
     *
     * @return true: only what comes behind it is delivered. False: everything is, from the first entry on
     */
    default boolean resumesBehind(CountedEntry entry) {
        return false;
    }

    /** The entry of the anchor was not found; everything is delivered, from the first entry on. */
    default void onAnchorMissing(String reason) {}

    /** Everything that stood in the log when reading began has been delivered. Called once. */
    default void onCaughtUp() {}

    /** The log cannot be read at the moment; reading is tried again for ever. Called on each change only. */
    default void onUnreachable(String reason) {}

    /** The log can be read again. */
    default void onReachable() {}
}
