package dev.lockstep.coordinator.journal;

/** What became of a claim. */
public sealed interface ClaimOutcome {
    /**
     * The claim counts: this coordinator leads the fleet.
     *
     * @param writer for every append of this term
     * @param entry the claim as it was read back
     */
    record Claimed(JournalWriter writer, CountedEntry entry) implements ClaimOutcome {}

    /** Another one was faster, or the journal is damaged. */
    record Lost(String reason) implements ClaimOutcome {}

    /** Nobody knows yet; claim again. */
    record Unclear(String reason) implements ClaimOutcome {}
}
