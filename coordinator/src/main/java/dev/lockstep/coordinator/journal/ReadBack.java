package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is read, tells the reader, and then whoever waits for a record or a position. Records come from one thread at a time; the rest is
 * thread-safe. A record is known by its bytes: they hold the claim's random id and the number, so no two are equal.
 */
final class ReadBack implements JournalLog.Sink {
    private final JournalRules rules;
    private final JournalReader reader;
    private final @Nullable Anchor anchor;
    private final Map<ByteString, CompletableFuture<Verdict>> expected = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long position;
    private boolean damaged;

    private record Waiting(long position, CompletableFuture<Tip> reached) {}

    ReadBack(JournalRules rules, JournalReader reader) {
        this(rules, reader, null);
    }

    /** @param anchor of the entry that reading may begin behind; null to begin at the first */
    ReadBack(JournalRules rules, JournalReader reader, @Nullable Anchor anchor) {
        this.rules = rules;
        this.reader = reader;
        this.anchor = anchor;
    }

    /** The end of what counted so far. */
    synchronized Tip tip() {
        return rules.tip();
    }

    /** Completes when these bytes have been judged and the reader was told. Fails when the journal is damaged before. */
    synchronized CompletableFuture<Verdict> expect(ByteString bytes) {
        CompletableFuture<Verdict> judged = new CompletableFuture<>();
        if (damaged) {
            judged.completeExceptionally(new DamagedException());
        } else {
            expected.put(bytes, judged);
        }
        return judged;
    }

    /** Nobody waits for these bytes any more. */
    synchronized void forget(ByteString bytes) {
        expected.remove(bytes);
    }

    /** Completes with the tip when everything before a position has been judged. Fails when the journal is damaged before. */
    synchronized CompletableFuture<Tip> expectPosition(long wanted) {
        CompletableFuture<Tip> reached = new CompletableFuture<>();
        if (damaged) {
            reached.completeExceptionally(new DamagedException());
        } else if (position >= wanted) {
            reached.complete(rules.tip());
        } else {
            waiting.add(new Waiting(wanted, reached));
        }
        return reached;
    }

    @Override
    public boolean resumesBehind(long offset, ByteString bytes) {
        Anchor wanted = anchor;
        Optional<CountedEntry> found = wanted == null ? Optional.empty() : rules.find(wanted, offset, bytes);
        if (found.isEmpty()) {
            reader.onAnchorMissing("another record stands at offset " + offset);
            return false;
        }
        if (!reader.resumesBehind(found.get())) {
            return false;
        }
        synchronized (this) {
            rules.resumeBehind(found.get());
        }
        return true;
    }

    @Override
    public void onAnchorMissing(String reason) {
        reader.onAnchorMissing(reason);
    }

    @Override
    public void onRecord(long offset, ByteString bytes) {
        Verdict verdict;
        synchronized (this) {
            if (damaged) {
                return;
            }
            verdict = rules.judge(offset, bytes);
        }
        if (verdict instanceof Verdict.Damaged damage) {
            stop(damage);
            return;
        }
        reader.onVerdict(verdict);
        CompletableFuture<Verdict> judged;
        synchronized (this) {
            judged = expected.remove(bytes);
        }
        if (judged != null) {
            judged.complete(verdict);
        }
    }

    @Override
    public void onDamage(long offset, String reason) {
        synchronized (this) {
            if (damaged) {
                return;
            }
        }
        stop(new Verdict.Damaged(offset, tip().number() + 1, reason));
    }

    private void stop(Verdict.Damaged damage) {
        reader.onVerdict(damage);
        List<CompletableFuture<?>> disappointed = new ArrayList<>();
        synchronized (this) {
            damaged = true;
            disappointed.addAll(expected.values());
            expected.clear();
            waiting.forEach(each -> disappointed.add(each.reached));
            waiting.clear();
        }
        disappointed.forEach(each -> each.completeExceptionally(new DamagedException()));
    }

    @Override
    public void onPosition(long reached) {
        List<Waiting> there = new ArrayList<>();
        Tip tip;
        synchronized (this) {
            position = reached;
            tip = rules.tip();
            waiting.removeIf(each -> each.position <= reached && there.add(each));
        }
        there.forEach(each -> each.reached.complete(tip));
    }

    @Override
    public void onCaughtUp() {
        reader.onCaughtUp();
    }

    @Override
    public void onUnreachable(String reason) {
        reader.onUnreachable(reason);
    }

    @Override
    public void onReachable() {
        reader.onReachable();
    }

    /** Nothing counts any more. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("the journal is damaged; find out with an audit what happened");
        }
    }
}
