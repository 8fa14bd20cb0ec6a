package dev.lockstep.coordinator.journal;

/** An entry would be larger than what every reader accepts. Nothing was written. */
public final class EntryTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EntryTooLargeException(int found) {
        super("expected a journal entry of at most " + Journal.MAX_ENTRY_BYTES + " bytes, found " + found
                + " bytes; split the batch, or make the change smaller");
    }
}
