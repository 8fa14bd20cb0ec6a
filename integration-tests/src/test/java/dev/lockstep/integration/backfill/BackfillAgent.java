package dev.lockstep.integration.backfill;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.EpochExecutor;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.PhaseAdmission;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.execute.ReportSink;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.execute.Throttle;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.gates.InMemoryPhaseGate;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.zookeeper.InMemoryGates;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** The production executor on a node: what stops it is the ledger alone. Used by one thread; what it says may be read by any. */
public final class BackfillAgent {
    private static final int MOST_TURNS = 400;

    private final BackfillNode node;
    private final EpochExecutor executor;
    private final NodeDatabase database;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong holdsAt = new AtomicLong(Long.MAX_VALUE);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile String waitsFor = "";

    public BackfillAgent(BackfillNode node, WorkLimits limits) {
        this(node, node.database(), limits);
    }

    /** @param database how the agent reaches the node, such as one that breaks */
    public BackfillAgent(BackfillNode node, NodeDatabase database, WorkLimits limits) {
        this.node = node;
        this.database = database;
        Random random = new Random(1);
        this.executor = new EpochExecutor(
                BackfillNode.FLEET,
                BackfillNode.NAME,
                database,
                new PhaseAdmission(
                        BackfillNode.FLEET,
                        BackfillNode.NAME,
                        fleet -> Optional.of(node.tip()),
                        new InMemoryPhaseGate(new InMemoryGates(), "agent")),
                new WorkPermits(1),
                new Watch(),
                new Silence(),
                limits,
                Pacer.ofSystem(),
                Prober.ofCatalog(),
                Throttle.ofDutyCycle(1),
                random);
    }

    /**
     * Gives the work a middle that lasts: the worker whose batch brings the rows to this many rests behind that batch
     * until {@link #letGo}, and all others go on.
     */
    public void holdOneWorkerAt(long rowsOfAll) {
        holdsAt.set(rowsOfAll);
    }

    /** Waits until one worker rests. */
    public void awaitMiddle() {
        Awaitility.await().until(() -> held.getCount() == 0);
    }

    public void letGo() {
        letGo.countDown();
    }

    /** What the work waits for, as it said last. */
    public String waitsFor() {
        return waitsFor;
    }

    /** Goes through a phase that must end well. */
    public void pass(Phase phase) throws SQLException, InterruptedException {
        node.open(phase);
        Report outcome = work();
        if (!outcome.hasPhaseDone()) {
            throw new IllegalStateException("expected that " + phase + " is done, found " + outcome);
        }
    }

    /** Works until the newest mandate has an outcome, which it returns; an empty one after a pause. */
    public Report work() throws SQLException, InterruptedException {
        try (NodeSession session = database.open(SessionPurpose.DRIVER)) {
            for (int turn = 0; turn < MOST_TURNS; turn++) {
                EpochRow epoch = session.ledger().openEpochs().get(0);
                Report outcome = node.outcome();
                if (outcome.getStamp().getMandate() == epoch.mandate()) {
                    return outcome;
                }
                if (isPaused(session, epoch)) {
                    return Report.getDefaultInstance();
                }
                executor.advance(session, epoch);
            }
        }
        throw new IllegalStateException("expected an outcome after " + MOST_TURNS + " turns, found none");
    }

    private static boolean isPaused(NodeSession session, EpochRow epoch) throws SQLException {
        return session.ledger().order(epoch.mandate()).hasPause();
    }

    private final class Watch implements WorkWatch {
        @Override
        public boolean mayStart(Mandate mandate) {
            return true;
        }

        @Override
        public void progress(Progress.Builder progress) {
            waitsFor = progress.getWaitsFor();
        }

        @Override
        public void stepDone(StepWork work, long millis) {}

        @Override
        public void batchDone(int rowsOfBatch) {
            if (rows.addAndGet(rowsOfBatch) >= holdsAt.get() && holdsAt.getAndSet(Long.MAX_VALUE) < Long.MAX_VALUE) {
                held.countDown();
                awaitLetGo();
            }
        }

        private void awaitLetGo() {
            try {
                letGo.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void lockWaited() {}
    }

    private static final class Silence implements ReportSink {
        @Override
        public void outcome(Report outcome) {}

        @Override
        public void refusal(long number, String reason) {}

        @Override
        public void forget(long epoch) {}

        @Override
        public void progress(Progress.Builder progress) {}
    }
}
