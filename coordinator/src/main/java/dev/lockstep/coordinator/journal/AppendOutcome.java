package dev.lockstep.coordinator.journal;

/** What became of an append. */
public sealed interface AppendOutcome {
    /** It counts, and the reader has been told. */
    record Appended(CountedEntry entry) implements AppendOutcome {}

    /** It does not count and never will: another one leads, or the journal is damaged. Stop leading. */
    record Superseded(String reason) implements AppendOutcome {}

    /** Nobody knows yet. Decide nothing more; claim anew, which settles it. */
    record Unclear(String reason) implements AppendOutcome {}
}
