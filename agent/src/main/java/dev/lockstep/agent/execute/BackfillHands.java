package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.v1.Backfill;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that fill parts of one batch beside the worker whose batch it is. Each commits its part by itself, under a share of the mandate, and before the worker commits its own
 * together with the position: after a crash the batch is gone over again, and what is filled is left alone. None is at work when {@link #fill} has returned. Used by one
 * thread.
 */
final class BackfillHands implements AutoCloseable {
    private final List<Hand> others = new ArrayList<>();
    private final ExecutorService threads;

    /** @param others how many there are beside the worker; 0 for none */
    BackfillHands(NodeDatabase database, Mandate mandate, Backfill backfill, int others) {
        for (int hand = 0; hand < others; hand++) {
            this.others.add(new Hand(database, mandate, backfill));
        }
        this.threads = Executors.newFixedThreadPool(Math.max(1, others));
    }

    boolean areNone() {
        return others.isEmpty();
    }

    /** Fills a range: the worker's part in the transaction that it has open, the rest in transactions that are committed. */
    Filled fill(Ranges own, @Nullable List<String> lower, List<String> upper) throws SQLException {
        List<List<String>> inside = own.inside(lower, upper, 1 + others.size());
        if (inside.isEmpty()) {
            return Filled.by(own, lower, upper);
        }
        List<List<String>> bounds = new ArrayList<>(inside);
        bounds.add(upper);
        List<Future<Filled>> parts = new ArrayList<>();
        for (int part = 1; part < bounds.size(); part++) {
            Hand hand = others.get(part - 1);
            List<String> from = bounds.get(part - 1);
            List<String> to = bounds.get(part);
            parts.add(threads.submit(() -> hand.fill(from, to)));
        }
        Filled all;
        try {
            all = Filled.by(own, lower, bounds.get(0));
        } finally {
            parts.forEach(BackfillHands::awaitEnd);
        }
        for (Future<Filled> part : parts) {
            all = all.and(resultOf(part));
        }
        return all;
    }

    /** Even when interrupted, because a part that is at work must not be left alone; the interrupt is heard of afterwards. */
    private static void awaitEnd(Future<Filled> part) {
        boolean interrupted = false;
        while (!part.isDone()) {
            try {
                part.get();
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (ExecutionException failed) {
                break; // whoever takes its result hears of it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Filled resultOf(Future<Filled> ended) throws SQLException {
        try {
            return ended.get();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("expected a part that has ended", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            } else if (failed.getCause() instanceof RuntimeException other) {
                throw other;
            }
            throw new IllegalStateException("a part of a batch ended in a way that it must not", failed);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        others.forEach(Hand::close);
    }

    /**
     * What came of a range.
     *
     * @param leftBehind of the rows, those whose old versions keep their room
     */
    record Filled(int rows, int leftBehind) {
        static Filled by(Ranges ranges, @Nullable List<String> lower, List<String> upper) throws SQLException {
            int rows = ranges.fill(lower, upper);
            return new Filled(rows, ranges.leftBehind(rows));
        }

        private Filled and(Filled other) {
            return new Filled(rows + other.rows, leftBehind + other.leftBehind);
        }
    }

    /** One of the others, on a session that it opens when it needs one. Used by one thread at a time. */
    private static final class Hand {
        private final NodeDatabase database;
        private final Mandate mandate;
        private final Backfill backfill;
        private @Nullable NodeSession session;

        Hand(NodeDatabase database, Mandate mandate, Backfill backfill) {
            this.database = database;
            this.mandate = mandate;
            this.backfill = backfill;
        }

        Filled fill(List<String> lower, List<String> upper) throws SQLException {
            NodeSession open = session == null ? database.open(SessionPurpose.BACKFILL) : session;
            session = open;
            boolean done = false;
            try {
                Filled filled = fill(open, lower, upper);
                done = true;
                return filled;
            } finally {
                if (!done) {
                    close();
                }
            }
        }

        private Filled fill(NodeSession open, List<String> lower, List<String> upper) throws SQLException {
            Ranges ranges = open.ranges(backfill);
            open.begin();
            if (open.ledger().share(mandate) == Standing.MOVED) {
                throw new IllegalStateException(
                        "expected the mandate to stand while the worker holds it, but the ledger has another one");
            }
            Filled filled = Filled.by(ranges.filling().orElse(ranges), lower, upper);
            open.commit();
            return filled;
        }

        /** Its transaction ends with it, if there is one. */
        void close() {
            if (session != null) {
                session.close();
                session = null;
            }
        }
    }
}
