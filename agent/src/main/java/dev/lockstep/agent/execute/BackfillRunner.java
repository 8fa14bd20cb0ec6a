package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.KeyText;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills a column by ranges of the key. Each batch is one transaction with the mandate's lock and the position. The first pass fills; the next one proves
 * that nothing is left, and calls for another when it still found something. Used by one thread.
 */
final class BackfillRunner {
    private final NodeDatabase database;
    private final WorkWatch watch;
    private final WorkLimits limits;
    private final Pacer pacer;
    private final StepRetry retry;
    private final Throttle throttle;

    BackfillRunner(
            NodeDatabase database,
            WorkWatch watch,
            WorkLimits limits,
            Pacer pacer,
            StepRetry retry,
            Throttle throttle) {
        this.database = database;
        this.watch = watch;
        this.limits = limits;
        this.pacer = pacer;
        this.retry = retry;
        this.throttle = throttle;
    }

    StepResult run(Mandate mandate, Step step) throws SQLException, InterruptedException {
        try (NodeSession session = database.open(SessionPurpose.BACKFILL)) {
            Run run = new Run(session, mandate, step);
            return run.untilNothingIsLeft();
        }
    }

    /** One backfill on one session. */
    private final class Run {
        private final NodeSession session;
        private final Ledger ledger;
        private final Mandate mandate;
        private final Step step;
        private final StepWork work;
        private final Ranges ranges;
        private final BatchSize size;
        private final BackfillPace pace;

        Run(NodeSession session, Mandate mandate, Step step) throws SQLException {
            this.session = session;
            this.ledger = session.ledger();
            this.mandate = mandate;
            this.step = step;
            this.work = StepWork.forward(step);
            this.ranges = session.ranges(step.getBackfill());
            this.size = new BatchSize(
                    limits.firstBatchRows(),
                    limits.mostBatchRows(),
                    step.getBackfill().getBatchTargetMillis());
            this.pace = new BackfillPace(ranges.estimateRows());
        }

        StepResult untilNothingIsLeft() throws SQLException, InterruptedException {
            for (int passes = 0; passes <= limits.backfillPasses(); passes++) {
                BackfillRow pass = currentPass();
                StepResult result = pass.finished() ? finishStep() : runPass(pass);
                if (!(result instanceof StepResult.Done) || pass.finished()) {
                    return result;
                }
            }
            return new StepResult.Failed(rowsKeepComing());
        }

        /** The pass to go on with; a finished one when nothing is left to do. */
        private BackfillRow currentPass() throws SQLException {
            List<BackfillRow> passes = ledger.backfill(mandate.epoch(), step.getNumber());
            if (passes.isEmpty()) {
                return pass(1, null, 0, false);
            }
            BackfillRow last = passes.get(passes.size() - 1);
            return last.finished() && last.rangeNumber() == 1 ? pass(2, null, 0, false) : last;
        }

        private StepResult runPass(BackfillRow from) throws SQLException, InterruptedException {
            BackfillRow at = from;
            while (!at.finished()) {
                BackfillRow before = at;
                long startMillis = pacer.nowMillis();
                AfterBatch after = new AfterBatch(before);
                StepResult result = retry.untilDone(session, mandate, work, () -> Optional.of(runBatch(before, after)));
                if (!(result instanceof StepResult.Done)) {
                    return result;
                }
                at = after.row;
                learn(before, at, Math.max(1, pacer.nowMillis() - startMillis));
            }
            return new StepResult.Done();
        }

        private void learn(BackfillRow before, BackfillRow after, long tookMillis) throws InterruptedException {
            if (after.finished()) {
                return;
            }
            int rows = (int) (after.rowsDone() - before.rowsDone());
            size.tookMillis(tookMillis);
            watch.batchDone(rows);
            pace.batch(rows, tookMillis);
            watch.progress(pace.describe(StepRetry.progressOf(mandate, step), after));
            long rest = throttle.restMillis(tookMillis);
            if (rest > 0) {
                pacer.pause(rest);
            }
        }

        private StepResult runBatch(BackfillRow before, AfterBatch after) throws SQLException {
            try {
                session.begin();
                if (ledger.lock(mandate) == Standing.MOVED) {
                    session.rollback();
                    return new StepResult.Moved();
                }
                after.row = fillRange(before);
                ledger.putBackfill(after.row);
                session.commit();
                return new StepResult.Done();
            } catch (SQLException failed) {
                size.lockWaited();
                throttle.lockWaited();
                throw failed;
            }
        }

        private BackfillRow fillRange(BackfillRow at) throws SQLException {
            String position = at.positionText();
            List<String> lower = position == null ? null : KeyText.read(position);
            int rows = size.rows();
            Optional<List<String>> upper = ranges.upperBound(lower, rows);
            if (upper.isEmpty()) {
                return pass(at.rangeNumber(), position, at.rowsDone(), true);
            }
            int filled = ranges.fill(lower, upper.get());
            if (filled > 0 && at.rangeNumber() > 1) {
                // The proof failed: somebody leaves rows that need it. Go over the table once more after this pass.
                ledger.putBackfill(pass(at.rangeNumber() + 1, null, 0, false));
            }
            return pass(at.rangeNumber(), KeyText.write(upper.get()), at.rowsDone() + rows, false);
        }

        private StepResult finishStep() throws SQLException, InterruptedException {
            return retry.untilDone(session, mandate, work, () -> {
                session.begin();
                if (ledger.lock(mandate) == Standing.MOVED) {
                    session.rollback();
                    return Optional.of(new StepResult.Moved());
                }
                for (LogKind kind : List.of(LogKind.BEGIN, LogKind.DONE)) {
                    ledger.append(LogEntry.ofStep(mandate, kind, step.getPhase(), step.getNumber(), ""));
                }
                session.commit();
                return Optional.of(new StepResult.Done());
            });
        }

        private BackfillRow pass(int number, @Nullable String position, long rowsDone, boolean finished) {
            return new BackfillRow(mandate.epoch(), step.getNumber(), number, position, rowsDone, finished);
        }

        private dev.lockstep.v1.StepFailed rowsKeepComing() {
            return StepFailures.of(work, FailureKind.REFUSED)
                    .setServerMessage("expected that after " + limits.backfillPasses() + " passes over "
                            + step.getBackfill().getTable() + " no row is left with "
                            + step.getBackfill().getCondition() + ", but writers keep leaving some")
                    .setAdvice("Look whether the sync trigger of the column is there and enabled, then resume.")
                    .build();
        }
    }

    /** Where a batch left off; set by its last try. */
    private static final class AfterBatch {
        private BackfillRow row;

        AfterBatch(BackfillRow before) {
            this.row = before;
        }
    }
}
