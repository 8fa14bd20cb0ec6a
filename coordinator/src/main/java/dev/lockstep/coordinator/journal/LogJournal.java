package dev.lockstep.coordinator.journal;

import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.Signer;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A journal on any log: claims, appends and reads back by the rules. Thread-safe. */
public final class LogJournal implements Journal {
    private final String fleet;
    private final SignatureCheck trusted;
    private final SignedEntry.Decoder decoder;
    private final EntryForge forge;
    private final JournalLog log;
    private final Executor writing;
    private final Patience patience;
    private final Supplier<String> claimIds;
    private @Nullable ReadBack readBack;
    private @Nullable LogJournalWriter writer;
    private final Set<Claiming> openClaims = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * @param writing runs what blocks on the log, one task at a time
     * @param patience how long to wait for what should come back
     * @param claimIds random ids, never the same twice
     */
    public LogJournal(
            String fleet,
            Signer key,
            SignatureCheck trusted,
            JournalLog log,
            Executor writing,
            Patience patience,
            Supplier<String> claimIds) {
        this(fleet, key, trusted, log, writing, patience, claimIds, SignedEntry::of);
    }

    /**
     * The same for one of many readers in a process.
     *
     * @param decoder may know what another one has decoded
     */
    public LogJournal(
            String fleet,
            Signer key,
            SignatureCheck trusted,
            JournalLog log,
            Executor writing,
            Patience patience,
            Supplier<String> claimIds,
            SignedEntry.Decoder decoder) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.decoder = decoder;
        this.forge = new EntryForge(fleet, key);
        this.log = log;
        this.writing = writing;
        this.patience = patience;
        this.claimIds = claimIds;
    }

    /** Limits how long a future may stay open. */
    public interface Patience {
        <T> CompletableFuture<T> limit(CompletableFuture<T> future);
    }

    @Override
    public String fleet() {
        return fleet;
    }

    @Override
    public void follow(JournalReader reader) {
        follow(OptionalLong.empty(), new ReadBack(new JournalRules(fleet, trusted, decoder), reader));
    }

    @Override
    public void follow(JournalReader reader, Anchor anchor) {
        JournalRules rules = new JournalRules(fleet, trusted, decoder);
        follow(OptionalLong.of(anchor.offset()), new ReadBack(rules, reader, anchor));
    }

    private void follow(OptionalLong resumeAt, ReadBack started) {
        synchronized (this) {
            if (readBack != null) {
                throw new IllegalStateException("the journal of fleet " + fleet + " is followed already");
            }
            readBack = started;
        }
        log.startReading(started, resumeAt);
    }

    @Override
    public CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis) {
        Claiming claiming = new Claiming(this, log, following(), forge, coordinator, atMillis);
        openClaims.add(claiming);
        claiming.outcome().whenComplete((how, failure) -> openClaims.remove(claiming));
        try {
            writing.execute(claiming::open);
        } catch (RejectedExecutionException ended) {
            claiming.abort("the journal was closed");
        }
        return claiming.outcome();
    }

    Executor writing() {
        return writing;
    }

    Patience patience() {
        return patience;
    }

    String newClaimId() {
        return claimIds.get();
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
        openClaims.forEach(open -> open.abort("the journal was closed"));
        log.close();
    }

    /** The writer from an earlier claim is dead; this one stands, unless the journal was closed meanwhile. */
    boolean install(@Nullable LogJournalWriter next) {
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
}
