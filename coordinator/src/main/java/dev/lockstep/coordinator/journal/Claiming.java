package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One claim on its way: fence, read to the end, write, read back (rule L3). */
final class Claiming {
    private final LogJournal journal;
    private final JournalLog log;
    private final ReadBack readBack;
    private final EntryForge forge;
    private final String coordinator;
    private final long atMillis;
    private final CompletableFuture<ClaimOutcome> outcome = new CompletableFuture<>();
    private volatile JournalLog.@Nullable LogWriter writer;

    Claiming(
            LogJournal journal,
            JournalLog log,
            ReadBack readBack,
            EntryForge forge,
            String coordinator,
            long atMillis) {
        this.journal = journal;
        this.log = log;
        this.readBack = readBack;
        this.forge = forge;
        this.coordinator = coordinator;
        this.atMillis = atMillis;
    }

    CompletableFuture<ClaimOutcome> outcome() {
        return outcome;
    }

    /** Fencing comes first: only then can nothing appear before the claim that the claim does not know of. */
    void open() {
        if (!journal.install(null)) {
            abort("the journal was closed");
            return;
        }
        try {
            JournalLog.LogWriter opened = log.openWriter();
            writer = opened;
            journal.patience()
                    .limit(readBack.expectPosition(log.end()))
                    .whenCompleteAsync((tip, failure) -> write(opened, tip, failure), journal.writing());
        } catch (LogUnreachableException unreachable) {
            abort(String.valueOf(unreachable.getMessage()));
        }
    }

    private void write(JournalLog.LogWriter opened, @Nullable Tip tip, @Nullable Throwable failure) {
        if (tip == null) {
            end(failed(failure));
            return;
        }
        ByteString bytes = forge.claim(tip, journal.newClaimId(), coordinator, atMillis);
        CompletableFuture<Verdict> judged = journal.patience().limit(readBack.expect(bytes));
        try {
            opened.append(bytes);
            judged.whenComplete((verdict, unread) -> settle(opened, verdict, unread));
        } catch (JournalLog.FencedException fenced) {
            end(new ClaimOutcome.Lost(String.valueOf(fenced.getMessage())));
        } catch (LogUnreachableException unreachable) {
            abort(String.valueOf(unreachable.getMessage()));
        } finally {
            outcome.whenComplete((how, never) -> readBack.forget(bytes));
        }
    }

    private void settle(JournalLog.LogWriter opened, @Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict instanceof Verdict.Counted counted) {
            LogJournalWriter next = new LogJournalWriter(
                    counted.entry().entry(), opened, readBack, forge, journal.writing(), journal.patience());
            if (journal.install(next)) {
                outcome.complete(new ClaimOutcome.Claimed(next, counted.entry()));
            } else {
                abort("the journal was closed");
            }
        } else if (verdict instanceof Verdict.Skipped skipped) {
            end(new ClaimOutcome.Lost(skipped.reason()));
        } else {
            end(failed(failure));
        }
    }

    /** Gives up without knowing. */
    void abort(String reason) {
        end(new ClaimOutcome.Unclear(reason));
    }

    private void end(ClaimOutcome how) {
        JournalLog.LogWriter unused = writer;
        if (unused != null) {
            unused.close();
        }
        outcome.complete(how);
    }

    private static ClaimOutcome failed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof ReadBack.DamagedException
                ? new ClaimOutcome.Lost(String.valueOf(cause.getMessage()))
                : new ClaimOutcome.Unclear("the claim was not read back in time");
    }
}
