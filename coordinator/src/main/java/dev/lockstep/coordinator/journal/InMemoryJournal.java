package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.Signer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal in memory, for tests and simulation: the same rules, on an {@link InMemoryLog}. It has no thread and no clock: everything happens in the
 * executor that it is given, which may be {@code Runnable::run}.
 */
public final class InMemoryJournal implements Journal {
    private final LogJournal journal;

    /**
     * @param log shared by all contenders
     * @param executor runs reading, writing and callbacks
     * @param claimIds random ids, never the same twice for one log
     */
    public InMemoryJournal(
            InMemoryLog log,
            String fleet,
            Signer key,
            SignatureCheck trusted,
            Executor executor,
            Supplier<String> claimIds) {
        this.journal =
                new LogJournal(fleet, key, trusted, new Handle(log, executor), executor, new Endless(), claimIds);
    }

    @Override
    public String fleet() {
        return journal.fleet();
    }

    @Override
    public void follow(JournalReader reader) {
        journal.follow(reader);
    }

    @Override
    public void follow(JournalReader reader, Anchor anchor) {
        journal.follow(reader, anchor);
    }

    @Override
    public CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis) {
        return journal.claim(coordinator, atMillis);
    }

    @Override
    public void close() {
        journal.close();
    }

    private static final class Endless implements LogJournal.Patience {
        @Override
        public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
            return future;
        }
    }

    /** One reader and its writers. */
    private static final class Handle implements JournalLog {
        private final InMemoryLog log;
        private final Executor executor;
        private final AtomicInteger wanted = new AtomicInteger();
        private final Runnable wake = this::wake;
        private @Nullable Sink sink;
        private int position;
        private boolean caughtUp;
        private volatile boolean closed;

        Handle(InMemoryLog log, Executor executor) {
            this.log = log;
            this.executor = executor;
        }

        @Override
        public void startReading(Sink target, OptionalLong resumeAt) {
            this.sink = target;
            resumeAt.ifPresent(at -> resume(target, at));
            log.follow(wake);
            wake();
        }

        private void resume(Sink target, long at) {
            if (at < 0 || at >= log.size()) {
                target.onAnchorMissing("no record stands at " + at);
            } else if (target.resumesBehind(at, log.record((int) at))) {
                position = (int) at + 1;
            }
        }

        /** However often and from wherever it is woken, only one drains at a time, and nothing is overlooked. */
        private void wake() {
            if (wanted.getAndIncrement() == 0) {
                executor.execute(this::drain);
            }
        }

        private void drain() {
            int seen = wanted.get();
            do {
                readToEnd();
                seen = wanted.addAndGet(-seen);
            } while (seen != 0);
        }

        private void readToEnd() {
            Sink target = sink;
            if (closed || target == null) {
                return;
            }
            if (log.size() < position) {
                target.onDamage(position, "the journal became shorter than what was read from it");
            }
            while (!closed && position < log.size()) {
                ByteString record = log.record(position);
                position++;
                target.onRecord(position - 1L, record);
                target.onPosition(position);
            }
            target.onPosition(position);
            if (!caughtUp) {
                caughtUp = true;
                target.onCaughtUp();
            }
        }

        @Override
        public LogWriter openWriter() {
            long writer = log.openWriter();
            return new LogWriter() {
                @Override
                public void append(ByteString record) throws FencedException {
                    log.append(writer, record);
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }

        @Override
        public long end() {
            return log.size();
        }

        @Override
        public void close() {
            closed = true;
            log.unfollow(wake);
        }
    }
}
