package dev.lockstep.integration.simulation;

import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.v1.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A journal into which a broken core writes: what was decided is changed before it is appended. */
record RewritingJournal(Journal inner, UnaryOperator<List<Event>> rewrite) implements Journal {
    @Override
    public String fleet() {
        return inner.fleet();
    }

    @Override
    public void follow(JournalReader reader) {
        inner.follow(reader);
    }

    @Override
    public void follow(JournalReader reader, Anchor anchor) {
        inner.follow(reader, anchor);
    }

    @Override
    public CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis) {
        return inner.claim(coordinator, atMillis)
                .thenApply(outcome -> outcome instanceof ClaimOutcome.Claimed claimed
                        ? new ClaimOutcome.Claimed(new Writer(claimed.writer()), claimed.entry())
                        : outcome);
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class Writer implements JournalWriter {
        private final JournalWriter writer;

        Writer(JournalWriter writer) {
            this.writer = writer;
        }

        @Override
        public long term() {
            return writer.term();
        }

        @Override
        public String claimId() {
            return writer.claimId();
        }

        @Override
        public CompletableFuture<AppendOutcome> append(List<Event> events, long atMillis) {
            List<Event> changed = rewrite.apply(events);
            return writer.append(changed.isEmpty() ? events : changed, atMillis);
        }
    }
}
