package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills a column by ranges of the key, with one worker or several. Used by one thread. */
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
            StepMeter meter = StepMeter.start(pacer, session, StepWork.forward(step));
            Optional<StepResult> replaced = GonePartitions.replaced(session, StepWork.forward(step));
            if (replaced.isPresent()) {
                return replaced.get();
            }
            if (isGone(session, step)) {
                return passOver(session, mandate, step);
            }
            Run run = new Run(session, mandate, step, meter);
            StepResult parted = run.part();
            StepResult filled = parted instanceof StepResult.Done ? run.fill() : parted;
            if (filled instanceof StepResult.Failed && isGone(session, step)) {
                return passOver(session, mandate, step);
            }
            return filled instanceof StepResult.Done ? run.finishStep(meter.written(session)) : filled;
        }
    }

    private static boolean isGone(NodeSession session, Step step) throws SQLException {
        return GonePartitions.leaveNothing(step, GonePartitions.of(session, step));
    }

    private StepResult passOver(NodeSession session, Mandate mandate, Step step)
            throws SQLException, InterruptedException {
        StepWork work = StepWork.forward(step);
        String detail = GonePartitions.tell(session, work, GonePartitions.of(session, step));
        return finishStep(session, mandate, work, detail);
    }

    private StepResult finishStep(NodeSession session, Mandate mandate, StepWork work, String detail)
            throws SQLException, InterruptedException {
        return underMandate(session, mandate, work, () -> {
            append(session, mandate, work.step(), LogKind.BEGIN, "");
            append(session, mandate, work.step(), LogKind.DONE, detail);
        });
    }

    private static void append(NodeSession session, Mandate mandate, Step step, LogKind kind, String detail)
            throws SQLException {
        session.ledger().append(LogEntry.ofStep(mandate, kind, step.getPhase(), step.getNumber(), detail));
    }

    private StepResult underMandate(NodeSession session, Mandate mandate, StepWork work, LedgerWrite write)
            throws SQLException, InterruptedException {
        return retry.untilDone(session, mandate, work, () -> {
            session.begin();
            if (session.ledger().lock(mandate) == Standing.MOVED) {
                session.rollback();
                return Optional.of(new StepResult.Moved());
            }
            write.run();
            session.commit();
            return Optional.of(new StepResult.Done());
        });
    }

    /** One backfill. */
    private final class Run {
        private final NodeSession session;
        private final Mandate mandate;
        private final Step step;
        private final StepWork work;
        private final StepMeter meter;
        private final Ranges ranges;
        private final long totalRows;
        private BackfillSplit split = BackfillSplit.ONE_RANGE;

        Run(NodeSession session, Mandate mandate, Step step, StepMeter meter) throws SQLException {
            this.session = session;
            this.mandate = mandate;
            this.step = step;
            this.work = StepWork.forward(step);
            this.meter = meter;
            this.ranges = session.ranges(step.getBackfill());
            this.totalRows = ranges.estimateRows();
        }

        /** Parts the table into ranges, unless that was done before. */
        StepResult part() throws SQLException, InterruptedException {
            Optional<BackfillSplit> known = knownSplit();
            if (known.isPresent()
                    || limits.backfillWorkers() == 1
                    || isTooSmallForSeveral()
                    || ranges.filling().isPresent()) {
                split = known.orElse(split);
                return new StepResult.Done();
            }
            BackfillSplit planned = new BackfillSplit(ranges.split(limits.backfillWorkers()));
            return planned.count() == 1
                    ? new StepResult.Done()
                    : underMandate(session, mandate, work, () -> {
                        split = planned;
                        session.ledger().putBackfill(planned.row(mandate.epoch(), step.getNumber()));
                    });
        }

        private Optional<BackfillSplit> knownSplit() throws SQLException {
            List<BackfillRow> before = session.ledger().backfill(mandate.epoch(), step.getNumber());
            if (!before.isEmpty()) {
                meter.goesOn();
            }
            return BackfillSplit.of(before);
        }

        private boolean isTooSmallForSeveral() {
            return totalRows < (long) limits.firstBatchRows() * limits.backfillWorkers();
        }

        StepResult fill() throws SQLException, InterruptedException {
            List<NodeSession> sessions = new ArrayList<>(List.of(session));
            try (Tidying tidying = Tidying.of(database, ranges, totalRows);
                    StrainWatch strain = StrainWatch.of(database, session, step.getBackfill(), pacer);
                    BackfillHands hands = hands()) {
                BackfillPace pace = new BackfillPace(totalRows, pacer);
                BackfillWork common = new BackfillWork(
                        mandate, step, split, limits, watch, pacer, throttle, pace, tidying, strain, meter, hands);
                List<BackfillRange> all = new ArrayList<>();
                for (int range = 0; range < split.count(); range++) {
                    if (range > 0) {
                        sessions.add(database.open(SessionPurpose.BACKFILL));
                    }
                    all.add(new BackfillRange(common, range, sessions.get(range), retry.forWorker()));
                }
                return new BackfillWorkers(all, limits.backfillWorkers(), pacer).untilAllAreProven();
            } finally {
                sessions.subList(1, sessions.size()).forEach(NodeSession::close);
            }
        }

        /** Several workers over several ranges, or several hands for the batches of one. */
        private BackfillHands hands() {
            int others = split.count() == 1 && ranges.filling().isPresent() ? limits.backfillWorkers() - 1 : 0;
            return new BackfillHands(database, mandate, step.getBackfill(), others);
        }

        StepResult finishStep(String detail) throws SQLException, InterruptedException {
            return BackfillRunner.this.finishStep(session, mandate, work, detail);
        }
    }

    /** Writes to the ledger in the open transaction. */
    private interface LedgerWrite {
        void run() throws SQLException;
    }
}
