package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Appends under one counted claim, on any log. Thread-safe. */
final class LogJournalWriter implements JournalWriter {
    private final long term;
    private final String claimId;
    private final JournalLog.LogWriter log;
    private final ReadBack readBack;
    private final EntryForge forge;
    private final Executor writing;
    private final LogJournal.Patience patience;
    private @Nullable AppendOutcome last;
    private @Nullable CompletableFuture<AppendOutcome> outstanding;

    LogJournalWriter(
            JournalEntry claim,
            JournalLog.LogWriter log,
            ReadBack readBack,
            EntryForge forge,
            Executor writing,
            LogJournal.Patience patience) {
        this.term = claim.getTerm();
        this.claimId = claim.getClaim();
        this.log = log;
        this.readBack = readBack;
        this.forge = forge;
        this.writing = writing;
        this.patience = patience;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public String claimId() {
        return claimId;
    }

    @Override
    public CompletableFuture<AppendOutcome> append(List<Event> events, long atMillis) {
        CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
        ByteString bytes;
        synchronized (this) {
            if (outstanding != null) {
                throw new IllegalStateException("expected one append at a time; wait for the one before");
            }
            Tip tip = readBack.tip();
            if (last == null && !tip.claimId().equals(claimId)) {
                last = new AppendOutcome.Superseded(
                        "term " + tip.term() + " is in office, this writer has term " + term);
            }
            if (last != null) {
                return CompletableFuture.completedFuture(last);
            }
            bytes = forge.entry(tip, events, atMillis);
            outstanding = outcome;
        }
        CompletableFuture<Verdict> judged = patience.limit(readBack.expect(bytes));
        judged.whenComplete((verdict, failure) -> {
            readBack.forget(bytes);
            settle(outcome, outcomeOf(verdict, failure));
        });
        try {
            writing.execute(() -> write(bytes, outcome));
        } catch (RejectedExecutionException ended) {
            settle(outcome, new AppendOutcome.Unclear("the journal was closed"));
        }
        return outcome;
    }

    private void write(ByteString bytes, CompletableFuture<AppendOutcome> outcome) {
        try {
            log.append(bytes);
        } catch (JournalLog.FencedException fenced) {
            readBack.forget(bytes);
            settle(outcome, new AppendOutcome.Superseded(String.valueOf(fenced.getMessage())));
        } catch (LogUnreachableException unreachable) {
            readBack.forget(bytes);
            settle(outcome, new AppendOutcome.Unclear(String.valueOf(unreachable.getMessage())));
        }
    }

    private static AppendOutcome outcomeOf(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict instanceof Verdict.Counted counted) {
            return new AppendOutcome.Appended(counted.entry());
        }
        if (verdict instanceof Verdict.Skipped skipped) {
            return new AppendOutcome.Superseded(skipped.reason());
        }
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof ReadBack.DamagedException
                ? new AppendOutcome.Superseded(String.valueOf(cause.getMessage()))
                : new AppendOutcome.Unclear("the entry was not read back in time");
    }

    /** Ends the writer; an append on its way is unclear. */
    void end(String reason) {
        CompletableFuture<AppendOutcome> open;
        synchronized (this) {
            open = outstanding;
            if (open == null && last == null) {
                last = new AppendOutcome.Superseded(reason);
            }
        }
        if (open != null) {
            settle(open, new AppendOutcome.Unclear(reason));
        }
        log.close();
    }

    /** The first outcome stands. */
    private void settle(CompletableFuture<AppendOutcome> outcome, AppendOutcome how) {
        synchronized (this) {
            if (outstanding != outcome) {
                return;
            }
            outstanding = null;
            if (!(how instanceof AppendOutcome.Appended)) {
                last = how;
            }
        }
        outcome.complete(how);
    }
}
