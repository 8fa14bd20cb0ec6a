package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.KeyText;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.StepFailed;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One range of a backfill, on a session of its own. Each batch is one transaction with the mandate's lock and the position. The first pass fills; the next one
 * proves that nothing is left, and calls for another when it still found something. Used by one thread at a time.
 */
final class BackfillRange {
    /** While nobody holds the mandate, whoever waits to change it gets it: a lock that is shared again at once might never be given to anybody else. */
    private static final long GAP_MILLIS = 2;

    private final BackfillWork work;
    private final int range;
    private final NodeSession session;
    private final Ledger ledger;
    private final StepWork stepWork;
    private final StepRetry retry;
    private final Ranges ranges;
    private final Ranges filling;
    private final BatchSize size;
    private BackfillRow at;
    private int passesRun;
    private boolean proven;

    /** @param range counted from 0 */
    BackfillRange(BackfillWork work, int range, NodeSession session, StepRetry retry) throws SQLException {
        this.work = work;
        this.range = range;
        this.session = session;
        this.ledger = session.ledger();
        this.stepWork = StepWork.forward(work.step());
        this.retry = retry;
        this.ranges = session.ranges(work.step().getBackfill());
        // Ranges that were planned by key stay.
        this.filling = work.split().count() == 1 ? ranges.filling().orElse(ranges) : ranges;
        this.at = currentPass();
        this.size = new BatchSize(
                work.limits().firstBatchRows(),
                work.limits().mostBatchRows(),
                work.step().getBackfill().getBatchTargetMillis());
        work.pace().resumed(at, work.split());
        this.proven = at.finished();
    }

    /** Whether a whole pass has found that nothing is left. */
    boolean isProven() {
        return proven;
    }

    /** Runs batches until the range is proven, or it must not go on. */
    StepResult work(BooleanSupplier mayGoOn) throws SQLException, InterruptedException {
        while (!proven && mayGoOn.getAsBoolean()) {
            if (!work.tidying().awaitRoom(range) && work.watch().mayStart(work.mandate())) {
                continue;
            }
            StepResult result = at.finished() ? nextPass() : nextBatch();
            if (!(result instanceof StepResult.Done)) {
                return result;
            }
        }
        return new StepResult.Done();
    }

    private StepResult nextPass() throws SQLException {
        passesRun++;
        at = currentPass();
        proven = at.finished();
        return proven || passesRun <= work.limits().backfillPasses()
                ? new StepResult.Done()
                : new StepResult.Failed(rowsKeepComing());
    }

    /** The pass to go on with; a finished one when nothing is left to do. */
    private BackfillRow currentPass() throws SQLException {
        List<BackfillRow> passes = work.split()
                .passes(
                        range,
                        ledger.backfill(work.mandate().epoch(), work.step().getNumber()));
        if (passes.isEmpty()) {
            return row(1, null, 0, false);
        }
        BackfillRow last = passes.get(passes.size() - 1);
        return last.finished() && work.split().pass(last) == 1 ? row(2, null, 0, false) : last;
    }

    private StepResult nextBatch() throws SQLException, InterruptedException {
        Batch batch = new Batch(at);
        long startMillis = work.pacer().nowMillis();
        StepResult result = retry.untilDone(session, work.mandate(), stepWork, () -> Optional.of(runBatch(batch)));
        if (result instanceof StepResult.Done) {
            at = batch.after;
            work.tidying().filled(range, batch.leftBehind, batch.endsPart);
            long tookMillis = Math.max(1, work.pacer().nowMillis() - startMillis);
            work.meter().batch(batch.filled, tookMillis, retry.waitedMillis());
            learn(batch, tookMillis);
        }
        return result;
    }

    private void learn(Batch batch, long tookMillis) throws InterruptedException {
        if (batch.after.finished()) {
            return;
        }
        int rows = (int) (batch.after.rowsDone() - batch.before.rowsDone());
        size.tookMillis(rows, tookMillis);
        work.watch().batchDone(rows);
        work.watch()
                .progress(work.pace()
                        .batch(batch.after, rows, work.split(), StepRetry.progressOf(work.mandate(), work.step())));
        work.strain()
                .holdBack(
                        tookMillis,
                        reason -> work.watch()
                                .progress(StepRetry.progressOf(work.mandate(), work.step())
                                        .setWaitsFor(reason)),
                        () -> work.watch().mayStart(work.mandate()));
        long rest =
                Math.max(work.throttle().restMillis(tookMillis), work.hands().areNone() ? 0 : GAP_MILLIS);
        if (rest > 0) {
            work.pacer().pause(rest);
        }
    }

    private StepResult runBatch(Batch batch) throws SQLException {
        try {
            session.begin();
            if (standing() == Standing.MOVED) {
                session.rollback();
                return new StepResult.Moved();
            }
            fill(batch);
            ledger.putBackfill(batch.after);
            session.commit();
            return new StepResult.Done();
        } catch (SQLException failed) {
            size.lockWaited();
            work.throttle().lockWaited();
            throw failed;
        } catch (SupersededException superseded) {
            // The session lives on until the other workers have ended: its locks must not.
            session.rollback();
            throw superseded;
        }
    }

    /** One session alone takes the mandate for itself; several share it. */
    private Standing standing() throws SQLException {
        return work.split().count() == 1 && work.hands().areNone()
                ? ledger.lock(work.mandate())
                : ledger.share(work.mandate());
    }

    private void fill(Batch batch) throws SQLException {
        String position = batch.before.positionText();
        int pass = work.split().pass(batch.before);
        List<String> lower = position == null ? work.split().lower(range) : KeyText.read(position);
        OptionalInt moved = pass == 1 ? OptionalInt.empty() : ranges.fillMoved();
        if (moved.isPresent()) {
            batch.filled = moved.getAsInt();
            batch.leftBehind = batch.filled;
            batch.after = row(pass, position, batch.before.rowsDone(), true);
            goOverItAgain(batch, pass);
            return;
        }
        Ranges way = pass == 1 ? filling : ranges;
        int rows = pass == 1 ? Math.min(size.rows(), mostRowsToFill()) : size.rows();
        Optional<List<String>> upper = way.upperBound(lower, work.split().limit(range), rows);
        if (upper.isEmpty()) {
            batch.after = row(pass, position, batch.before.rowsDone(), true);
            return;
        }
        BackfillHands.Filled filled = pass == 1
                ? work.hands().fill(way, lower, upper.get())
                : BackfillHands.Filled.by(way, lower, upper.get());
        batch.filled = filled.rows();
        batch.leftBehind = filled.leftBehind();
        batch.endsPart = way.endsPart(upper.get());
        goOverItAgain(batch, pass);
        long rowsDone = batch.before.rowsDone() + way.rows(lower, upper.get(), rows);
        batch.after = row(pass, KeyText.write(upper.get()), rowsDone, false);
    }

    /** The proof fails when somebody leaves rows that need it: then the range is gone over once more after this pass. */
    private void goOverItAgain(Batch batch, int pass) throws SQLException {
        if (batch.filled > 0 && pass > 1) {
            ledger.putBackfill(row(pass + 1, null, 0, false));
        }
    }

    /** What one batch leaves behind must be little of what is tidied at once, however many workers there are; a way of its own sees to that itself. */
    private int mostRowsToFill() {
        return filling == ranges ? work.tidying().mostBatchRows() / work.split().count() : size.rows();
    }

    private BackfillRow row(int pass, @Nullable String position, long rowsDone, boolean finished) {
        return new BackfillRow(
                work.mandate().epoch(),
                work.step().getNumber(),
                work.split().number(range, pass),
                position,
                rowsDone,
                finished);
    }

    private StepFailed rowsKeepComing() {
        return StepFailures.of(stepWork, FailureKind.REFUSED)
                .setServerMessage("expected that after " + work.limits().backfillPasses() + " passes over "
                        + work.step().getBackfill().getTable() + " no row is left with "
                        + work.step().getBackfill().getCondition() + ", but writers keep leaving some")
                .setAdvice(
                        "Look who writes such rows, and whether the sync trigger of the column, if the plan has one, is there and enabled, then resume.")
                .build();
    }

    /** One batch; what came of it is set by its last try. */
    private static final class Batch {
        private final BackfillRow before;
        private BackfillRow after;
        private int filled;
        private int leftBehind;
        private boolean endsPart = true;

        Batch(BackfillRow before) {
            this.before = before;
            this.after = before;
        }
    }
}
