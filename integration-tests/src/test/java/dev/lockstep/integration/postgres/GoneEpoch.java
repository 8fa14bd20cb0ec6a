package dev.lockstep.integration.postgres;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.integration.crash.AgentProcess;
import dev.lockstep.integration.crash.CrashNode;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.StepFailed;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One epoch on one node, by the agent's own code, with something that somebody else does right before one of its steps, or before the undo of one. Used by one thread. */
final class GoneEpoch implements WorkWatch, AutoCloseable {
    private static final WorkLimits LIMITS = new WorkLimits(2, 10, 10_000, 100, 500, 5, 1);

    private final Plan plan;
    private final Planned planned;
    private final Script script;
    private final AgentProcess agent;
    private final NodeSession follower;
    private final NodeSession seat;
    private final long incarnation;
    private final Meddling meddling;
    private List<String> remarks = List.of();

    /** What somebody else does. */
    interface Meddling {
        /**
         * Called when the agent comes to a step.
         *
         * @param number of the step
         */
        void before(int number, boolean undo) throws SQLException;
    }

    GoneEpoch(PostgresNode node, Change change, Planned planned, Meddling meddling)
            throws SQLException, InterruptedException {
        this.planned = planned;
        this.plan = PostgresNode.plan(planned);
        this.script = Script.of(change);
        this.meddling = meddling;
        NodeDatabase database = new JdbcNodeDatabase(node.engine(), node.address(), CrashNode.FLEET, CrashNode.NAME);
        this.agent = new AgentProcess(database, script, Prober.ofCatalog(), this, LIMITS);
        this.follower = database.open(SessionPurpose.OBSERVER);
        follower.begin();
        Ledger ledger = follower.ledger();
        ledger.adopt(CrashNode.FLEET, CrashNode.NAME, follower.identity().databaseIdentity(), "adoption");
        ledger.raiseIncarnation();
        ledger.putPlan(new PlanRow(Script.EPOCH, planned.getPlan(), planned.getPlanHash()));
        follower.commit();
        script.prepare();
        this.incarnation = agent.follow().incarnation();
        this.seat = agent.takeSeat(incarnation);
    }

    /** To the end; the failure that stops it. */
    Optional<StepFailed> forward() throws SQLException, InterruptedException {
        return through(Phase.CONTRACT);
    }

    /** Up to this phase; the failure that stops it. */
    Optional<StepFailed> through(Phase last) throws SQLException, InterruptedException {
        for (Phase phase : phases()) {
            if (phase.getNumber() <= last.getNumber()) {
                Optional<StepFailed> failed = open(phase);
                if (failed.isPresent()) {
                    return failed;
                }
            }
        }
        return Optional.empty();
    }

    /** A phase, for the first time or once more. */
    Optional<StepFailed> open(Phase phase) throws SQLException, InterruptedException {
        script.open(phase, planned);
        return outcome();
    }

    /** Back to the beginning, from before CONTRACT. */
    Optional<StepFailed> back() throws SQLException, InterruptedException {
        for (Phase phase : List.of(Phase.VALIDATE, Phase.BACKFILL, Phase.EXPAND)) {
            script.undo(phase);
            Optional<StepFailed> failed = outcome();
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    /** What the last report of a phase has a person know. */
    List<String> remarks() {
        return remarks;
    }

    private Set<Phase> phases() {
        Set<Phase> phases = new TreeSet<>();
        plan.getStepsList().forEach(step -> phases.add(step.getPhase()));
        return phases;
    }

    private Optional<StepFailed> outcome() throws SQLException, InterruptedException {
        follower.begin();
        script.receiveInto(follower.ledger(), incarnation);
        follower.commit();
        Report report = agent.work(seat).orElseThrow(() -> new AssertionError("expected an outcome, found none"));
        remarks = report.hasUndoDone()
                ? report.getUndoDone().getRemarksList()
                : report.getPhaseDone().getRemarksList();
        return report.hasStepFailed() ? Optional.of(report.getStepFailed()) : Optional.empty();
    }

    @Override
    public boolean mayStart(Mandate mandate) {
        return true;
    }

    @Override
    public void progress(Progress.Builder progress) {
        if (progress.getStep() > 0) {
            try {
                meddling.before(progress.getStep(), progress.getSummary().startsWith("undo: "));
            } catch (SQLException failed) {
                throw new IllegalStateException("what somebody else does has failed", failed);
            }
        }
    }

    @Override
    public void stepDone(StepWork work, long millis) {}

    @Override
    public void batchDone(int rows) {}

    @Override
    public void lockWaited() {}

    @Override
    public void close() {
        seat.close();
        follower.close();
    }
}
