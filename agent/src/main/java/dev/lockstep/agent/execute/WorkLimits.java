package dev.lockstep.agent.execute;

/**
 * How patient and how greedy the work on a node is.
 *
 * @param firstRetryMillis limit of the first wait after a lock was not given; it doubles from try to try
 * @param longestRetryMillis limit of the longest wait
 * @param stepDeadlineMillis how long one step may try before it fails
 * @param firstBatchRows rows of the first batch of a backfill
 * @param mostBatchRows rows of the largest batch
 * @param backfillPasses how often a backfill may go over its table until nothing is left
 * @param backfillWorkers how many sessions fill one table at once, where the engine can part it
 */
public record WorkLimits(
        long firstRetryMillis,
        long longestRetryMillis,
        long stepDeadlineMillis,
        int firstBatchRows,
        int mostBatchRows,
        int backfillPasses,
        int backfillWorkers) {
    public WorkLimits {
        if (backfillWorkers < 1) {
            throw new IllegalArgumentException("expected at least 1 worker for a backfill, found " + backfillWorkers);
        }
    }

    /** What fits most databases. */
    public static WorkLimits usual() {
        return new WorkLimits(100, 30_000, 600_000, 500, 50_000, 5, 1);
    }

    /** The same with this many workers. */
    public WorkLimits withBackfillWorkers(int workers) {
        return new WorkLimits(
                firstRetryMillis,
                longestRetryMillis,
                stepDeadlineMillis,
                firstBatchRows,
                mostBatchRows,
                backfillPasses,
                workers);
    }
}
