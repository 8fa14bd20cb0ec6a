package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A journal on any log: claims, appends and reads back by the rules. Thread-safe. */
final class LogJournal implements Journal {
    private final String fleet;
    private final TrustedKeys trusted;
    private final EntryForge forge;
    private final JournalLog log;
    private final Executor writing;
    private final Patience patience;
    private final Supplier<String> claimIds;
    private @Nullable ReadBack readBack;
    private @Nullable LogJournalWriter writer;
    private boolean closed;

    /**
     * @param writing runs what blocks on the log, one task at a time
     * @param patience how long to wait for what should come back
     * @param claimIds random ids, never the same twice
     */
    LogJournal(
            String fleet,
            SigningKey key,
            TrustedKeys trusted,
            JournalLog log,
            Executor writing,
            Patience patience,
            Supplier<String> claimIds) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.forge = new EntryForge(fleet, key);
        this.log = log;
        this.writing = writing;
        this.patience = patience;
        this.claimIds = claimIds;
    }

    /** Limits how long a future may stay open. */
    interface Patience {
        <T> CompletableFuture<T> limit(CompletableFuture<T> future);
    }

    @Override
    public String fleet() {
        return fleet;
    }

    @Override
    public void follow(JournalReader reader) {
        ReadBack started = new ReadBack(new JournalRules(fleet, trusted), reader);
        synchronized (this) {
            if (readBack != null) {
                throw new IllegalStateException("the journal of fleet " + fleet + " is followed already");
            }
            readBack = started;
        }
        log.startReading(started);
    }

    @Override
    public CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis) {
        ReadBack following = following();
        CompletableFuture<ClaimOutcome> outcome = new CompletableFuture<>();
        Claiming claiming = new Claiming(following, coordinator, atMillis, outcome);
        try {
            writing.execute(claiming::open);
        } catch (RejectedExecutionException ended) {
            outcome.complete(new ClaimOutcome.Unclear("the journal was closed"));
        }
        return outcome;
    }

    private synchronized ReadBack following() {
        if (readBack == null) {
            throw new IllegalStateException("expected follow() before claim() on the journal of fleet " + fleet);
        }
        return readBack;
    }

    @Override
    public void close() {
        LogJournalWriter last;
        synchronized (this) {
            closed = true;
            last = writer;
            writer = null;
        }
        if (last != null) {
            last.end("the journal was closed");
        }
        log.close();
    }

    /** The writer from an earlier claim is dead; this one stands, unless the journal was closed meanwhile. */
    private boolean install(@Nullable LogJournalWriter next) {
        LogJournalWriter before;
        synchronized (this) {
            if (closed) {
                return false;
            }
            before = writer;
            writer = next;
        }
        if (before != null) {
            before.end("a new claim was made");
        }
        return true;
    }

    /** One claim on its way. */
    private final class Claiming {
        private final ReadBack following;
        private final String coordinator;
        private final long atMillis;
        private final CompletableFuture<ClaimOutcome> outcome;

        Claiming(ReadBack following, String coordinator, long atMillis, CompletableFuture<ClaimOutcome> outcome) {
            this.following = following;
            this.coordinator = coordinator;
            this.atMillis = atMillis;
            this.outcome = outcome;
        }

        /** Fencing comes first: only then can nothing more appear before the claim that the claim does not know of. */
        void open() {
            if (!install(null)) {
                outcome.complete(new ClaimOutcome.Unclear("the journal was closed"));
                return;
            }
            JournalLog.LogWriter opened = null;
            try {
                JournalLog.LogWriter log0 = log.openWriter();
                opened = log0;
                patience.limit(following.expectPosition(log.end()))
                        .whenCompleteAsync((tip, failure) -> write(log0, tip, failure), writing);
            } catch (LogUnreachableException unreachable) {
                if (opened != null) {
                    opened.close();
                }
                outcome.complete(new ClaimOutcome.Unclear(String.valueOf(unreachable.getMessage())));
            }
        }

        private void write(JournalLog.LogWriter opened, @Nullable Tip tip, @Nullable Throwable failure) {
            if (tip == null) {
                end(opened, failed(failure));
                return;
            }
            String claimId = claimIds.get();
            ByteString bytes = forge.claim(tip, claimId, coordinator, atMillis);
            CompletableFuture<Verdict> judged = patience.limit(following.expect(bytes));
            try {
                opened.append(bytes);
            } catch (JournalLog.FencedException fenced) {
                following.forget(bytes);
                end(opened, new ClaimOutcome.Lost(String.valueOf(fenced.getMessage())));
                return;
            } catch (LogUnreachableException unreachable) {
                following.forget(bytes);
                end(opened, new ClaimOutcome.Unclear(String.valueOf(unreachable.getMessage())));
                return;
            }
            judged.whenComplete((verdict, unread) -> settle(opened, verdict, unread));
        }

        private void settle(JournalLog.LogWriter opened, @Nullable Verdict verdict, @Nullable Throwable failure) {
            if (verdict instanceof Verdict.Counted counted) {
                LogJournalWriter next =
                        new LogJournalWriter(counted.entry().entry(), opened, following, forge, writing, patience);
                if (install(next)) {
                    outcome.complete(new ClaimOutcome.Claimed(next, counted.entry()));
                } else {
                    end(opened, new ClaimOutcome.Unclear("the journal was closed"));
                }
            } else if (verdict instanceof Verdict.Skipped skipped) {
                end(opened, new ClaimOutcome.Lost(skipped.reason()));
            } else {
                end(opened, failed(failure));
            }
        }

        private void end(JournalLog.LogWriter opened, ClaimOutcome how) {
            opened.close();
            outcome.complete(how);
        }

        private ClaimOutcome failed(@Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            return cause instanceof ReadBack.DamagedException
                    ? new ClaimOutcome.Lost(String.valueOf(cause.getMessage()))
                    : new ClaimOutcome.Unclear("the claim was not read back in time");
        }
    }
}
