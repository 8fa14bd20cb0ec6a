package dev.lockstep.coordinator.journal;

/** What one record of the journal's topic is. The same for every reader of the same log. */
public sealed interface Verdict {
    /** Where the record stands in the log. */
    long offset();

    /** It is the next entry of the fleet's history. */
    record Counted(CountedEntry entry) implements Verdict {
        @Override
        public long offset() {
            return entry.offset();
        }
    }

    /**
     * A lost race: it never was part of the history and means nothing.
     *
     * @param reason which race it lost
     */
    record Skipped(long offset, String reason) implements Verdict {}

    /**
     * The log is not what its writers wrote. The fleet stops, visibly (rule L4); nothing after this record counts.
     *
     * @param entryNumber number of the first entry that is wrong
     * @param reason what was expected and what was found
     */
    record Damaged(long offset, long entryNumber, String reason) implements Verdict {}
}
