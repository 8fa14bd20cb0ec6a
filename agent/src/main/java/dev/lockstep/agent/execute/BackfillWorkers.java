package dev.lockstep.agent.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Works on the ranges of a backfill, several at once. A single worker needs no thread: it is the one that asks. Several work in rounds, and between two rounds
 * nobody holds the mandate's lock, so whoever waits to change the mandate (a successor, above all) gets it: on PostgreSQL a lock that is always shared by
 * somebody is never given to anybody else. No worker runs any more when {@link #untilAllAreProven} has returned.
 */
final class BackfillWorkers {
    private static final long ROUND_MILLIS = 1000;
    private static final long GAP_MILLIS = 5;
    private static final long LAST_BATCH_SECONDS = 60;

    private final List<BackfillRange> ranges;
    private final int workers;
    private final Pacer pacer;
    private final AtomicBoolean stopped = new AtomicBoolean();

    BackfillWorkers(List<BackfillRange> ranges, int workers, Pacer pacer) {
        this.ranges = List.copyOf(ranges);
        this.workers = Math.min(workers, ranges.size());
        this.pacer = pacer;
    }

    /** The first result that is not done, if there is one. */
    StepResult untilAllAreProven() throws SQLException, InterruptedException {
        return workers == 1 ? oneByOne() : inRounds();
    }

    private StepResult oneByOne() throws SQLException, InterruptedException {
        for (BackfillRange range : ranges) {
            StepResult result = range.work(() -> true);
            if (!(result instanceof StepResult.Done)) {
                return result;
            }
        }
        return new StepResult.Done();
    }

    private StepResult inRounds() throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            while (ranges.stream().anyMatch(range -> !range.isProven())) {
                StepResult result = round(threads);
                if (!(result instanceof StepResult.Done)) {
                    return result;
                }
                pacer.pause(GAP_MILLIS);
            }
            return new StepResult.Done();
        } finally {
            end(threads);
        }
    }

    private StepResult round(ExecutorService threads) throws SQLException, InterruptedException {
        List<Callable<StepResult>> tasks = new ArrayList<>();
        for (BackfillRange range : ranges) {
            if (!range.isProven()) {
                tasks.add(() -> turn(range));
            }
        }
        StepResult worst = new StepResult.Done();
        for (Future<StepResult> turn : threads.invokeAll(tasks)) {
            StepResult result = resultOf(turn);
            worst = result instanceof StepResult.Done || worst instanceof StepResult.Failed ? worst : result;
        }
        return worst;
    }

    private static StepResult resultOf(Future<StepResult> turn) throws SQLException, InterruptedException {
        try {
            return turn.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException lost) {
                throw lost;
            } else if (failed.getCause() instanceof RuntimeException other) {
                throw other;
            } else if (failed.getCause() instanceof InterruptedException stop) {
                throw stop;
            }
            throw new IllegalStateException("a worker of a backfill ended in a way that it must not", failed);
        }
    }

    /** One range for a while. Whoever cannot go on stops all the others after their batch. */
    private StepResult turn(BackfillRange range) throws SQLException, InterruptedException {
        long untilMillis = pacer.nowMillis() + ROUND_MILLIS;
        boolean done = false;
        try {
            StepResult result = range.work(() -> !stopped.get() && pacer.nowMillis() < untilMillis);
            done = result instanceof StepResult.Done;
            return result;
        } finally {
            if (!done) {
                stopped.set(true);
            }
        }
    }

    /** Waits for the batches that are under way: what a caller does next must find nobody at work. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(LAST_BATCH_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("expected the last batches of a backfill to end within "
                        + LAST_BATCH_SECONDS + " s, but some did not; their sessions are ended");
            }
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
