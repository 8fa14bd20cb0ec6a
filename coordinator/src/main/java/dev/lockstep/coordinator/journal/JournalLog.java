package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import java.util.OptionalLong;

/** The log that a journal stands on: ordered records, and writers of which the newest fences the ones before. The rules are not its business. */
public interface JournalLog extends AutoCloseable {
    /**
     * Starts giving every record from the first on, then live, to the sink, never from two threads at once. Called once.
     *
     * @param resumeAt where a record stands that reading may begin behind, if the sink agrees; empty to begin at the first
     */
    void startReading(Sink sink, OptionalLong resumeAt);

    /**
     * Fences every writer before, and ends what they left pending. Blocks.
     *
     * @throws LogUnreachableException when it was not done in time
     */
    LogWriter openWriter();

    /**
     * The position that a reader has reached when it knows every record of now. Blocks.
     *
     * @throws LogUnreachableException when it cannot be known in time
     */
    long end();

    @Override
    void close();

    /** Where records go. */
    interface Sink {
        /** Whether to begin behind this record, which stands where that was asked for. Called at most once, before anything else. */
        boolean resumesBehind(long offset, ByteString bytes);

        /** No record stands where reading should begin; it begins with the first. */
        void onAnchorMissing(String reason);

        void onRecord(long offset, ByteString bytes);

        /** Everything before this position has been given. */
        void onPosition(long position);

        /** The log has become shorter than what was read from it, or cannot be what it was for another reason. */
        void onDamage(long offset, String reason);

        /** Everything that was there when reading began has been given. */
        void onCaughtUp();

        void onUnreachable(String reason);

        void onReachable();
    }

    /** Used by one thread at a time. */
    interface LogWriter extends AutoCloseable {
        /**
         * Appends durably. Blocks.
         *
         * @throws FencedException when another writer was opened since: the record is not there and never will be
         * @throws LogUnreachableException when it is not known whether the record is, or will be, there
         */
        void append(ByteString record) throws FencedException;

        @Override
        void close();
    }

    /** Another writer was opened since. */
    final class FencedException extends Exception {
        private static final long serialVersionUID = 1L;

        public FencedException(String message) {
            super(message);
        }
    }
}
