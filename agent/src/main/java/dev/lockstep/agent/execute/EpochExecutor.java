package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.execute.PhaseAdmission.Admission;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.LoggedCost;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.Orders;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the next thing that an epoch needs on a node. Knows no thread: each call does at most one step. Used by one thread. */
public final class EpochExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(EpochExecutor.class);
    private static final long PERMIT_MILLIS = 200;

    private final String node;
    private final NodeDatabase database;
    private final StepDecisions decisions = new StepDecisions();
    private final KnownOrders orders = new KnownOrders();
    private final KnownPlans plans = new KnownPlans();
    private final KnownOutcomes knownOutcomes = new KnownOutcomes();
    private final PhaseAdmission admission;
    private final WorkPermits permits;
    private final WorkWatch watch;
    private final ReportSink reports;
    private final Pacer pacer;
    private final Outcomes outcomes;
    private final StepRetry retry;
    private final StepRunner steps;
    private final StepRunner settler;
    private final CheckRunner checks;
    private final BackfillRunner backfills;

    /** Wires the work on one node. */
    public EpochExecutor(
            String fleet,
            String node,
            NodeDatabase database,
            PhaseAdmission admission,
            WorkPermits permits,
            WorkWatch watch,
            ReportSink reports,
            WorkLimits limits,
            Pacer pacer,
            Prober prober,
            Throttle throttle,
            RandomGenerator random) {
        this.node = node;
        this.database = database;
        this.admission = admission;
        this.permits = permits;
        this.watch = watch;
        this.reports = reports;
        this.pacer = pacer;
        this.outcomes = new Outcomes(fleet, node);
        WorkWatch gated = new GatedWatch(watch, admission);
        this.retry = new StepRetry(database, gated, limits, pacer, random);
        this.steps = new StepRunner(decisions, prober, retry);
        // What was begun is settled without a gate: that starts nothing, and a halt waits for it.
        this.settler = new StepRunner(decisions, prober, new StepRetry(database, watch, limits, pacer, random));
        this.checks = new CheckRunner(retry);
        this.backfills = new BackfillRunner(database, gated, limits, pacer, retry, throttle);
    }

    /**
     * Does the next thing.
     *
     * @param session the one that holds the node's lock
     * @return whether something was done, so that asking again at once makes sense
     * @throws SQLException when contact was lost; the same call on a new session goes on where this one was
     */
    public boolean advance(NodeSession session, EpochRow epoch) throws SQLException, InterruptedException {
        Mandate mandate = epoch.key();
        Optional<Report> outcome = knownOutcomes.of(epoch);
        outcome.ifPresent(reports::outcome);
        Optional<Report> current = outcome.filter(stored -> stored.getStamp().getMandate() == epoch.mandate());
        current.ifPresent(admission::leaveAfter);
        // Under a mandate with an outcome nothing is left to do: nodes wait most of their time, and need not read on.
        if (current.isPresent() || !watch.mayStart(mandate)) {
            return false;
        }
        Optional<PlanRow> planRow = session.ledger().plan(epoch.epoch());
        Optional<Plan> plan = planRow.isPresent() ? Optional.of(plans.of(planRow.get())) : Optional.empty();
        plan.ifPresent(retry::beAsPatientAs);
        List<LogRow> log = session.ledger().log(epoch.epoch());
        Situation situation = new Situation(orders.of(session, epoch), plan, StepState.fold(log));
        Turn turn = new Turn(session, epoch, situation, planRow, log);
        Optional<PlanRow> brought =
                situation.planBrought(epoch.epoch()).filter(row -> !planRow.equals(Optional.of(row)));
        return brought.isPresent() ? turn.takePlan(brought.get()) : turn.take(decisions.next(situation));
    }

    /** The orders that it knows; whoever receives one may add it. */
    public KnownOrders orders() {
        return orders;
    }

    /** An epoch has ended. */
    void forget(long epoch) {
        orders.forget(epoch);
        plans.forget(epoch);
        knownOutcomes.forget(epoch);
    }

    /** One call of {@link #advance}. */
    private final class Turn {
        private final NodeSession session;
        private final EpochRow epoch;
        private final Mandate mandate;
        private final Situation situation;
        private final Optional<PlanRow> planRow;
        private final List<LogRow> log;

        Turn(NodeSession session, EpochRow epoch, Situation situation, Optional<PlanRow> planRow, List<LogRow> log) {
            this.session = session;
            this.epoch = epoch;
            this.mandate = epoch.key();
            this.situation = situation;
            this.planRow = planRow;
            this.log = log;
        }

        boolean take(NextAction action) throws SQLException, InterruptedException {
            // An if for each kind: Java 17 has no switch over patterns, and the last line catches what is missing.
            if (action instanceof NextAction.Idle) {
                return idle();
            } else if (action instanceof NextAction.MakePlan) {
                return withPermit(this::makePlan);
            } else if (action instanceof NextAction.RefuseOrder refused) {
                return outcomes.failed(session, mandate, StepFailures.order(refused));
            } else if (action instanceof NextAction.AcknowledgeHalt) {
                return outcomes.halted(session, mandate);
            } else if (action instanceof NextAction.SettleStep settle) {
                return record(settler.settle(session, mandate, work(settle.step(), settle.direction())));
            } else if (action instanceof NextAction.RunStep run) {
                return behindGate(run.step().getPhase(), false, () -> runStep(run.step()));
            } else if (action instanceof NextAction.FinishPhase finish) {
                return behindGate(
                        finish.phase(),
                        false,
                        () -> outcomes.phaseDone(
                                session,
                                mandate,
                                finish.phase(),
                                situation.plan().orElseThrow(),
                                LoggedCost.of(log, finish.phase())));
            } else if (action instanceof NextAction.UndoStep undo) {
                return behindGate(undo.step().getPhase(), true, () -> undoStep(undo.step()));
            } else if (action instanceof NextAction.FinishUndo finish) {
                return outcomes.undoDone(session, mandate, finish.phase(), situation.plan());
            }
            throw new IllegalStateException("expected a known action, found " + action);
        }

        /** The ledger is from before it had the plan that is to run. Another one gives way only where nothing of it has run. */
        boolean takePlan(PlanRow brought) throws SQLException {
            Phase phase = situation.order().getCatchUp().getPhase();
            if (situation.isTouched()) {
                return refuse(phase, "expected the plan whose steps the ledger holds, found an order with another one");
            }
            Optional<String> objection = admission.objection(
                    Orders.approval(situation.order()).orElse(Approval.getDefaultInstance()), epoch, brought);
            return objection.isPresent()
                    ? refuse(phase, objection.get())
                    : outcomes.planTaken(session, mandate, brought);
        }

        private boolean idle() {
            if (situation.order().hasPause()) {
                admission.leave(epoch.epoch());
            }
            return false;
        }

        private boolean makePlan() throws SQLException {
            ByteString bytes = epoch.changeBytes();
            if (!Hashing.hash(Domain.CHANGE, bytes).equals(epoch.changeHash())) {
                return refuse(
                        Phase.PREFLIGHT,
                        "expected a change with the hash " + Hashing.hex(epoch.changeHash()) + ", found other bytes");
            }
            watch.progress(Progress.newBuilder()
                    .setEpoch(epoch.epoch())
                    .setPhase(Phase.PREFLIGHT)
                    .setSummary("makes the plan"));
            try {
                Change change = Change.parseFrom(bytes);
                Optional<Planned> refusal = UnknownParts.refusal(change);
                Planned planned =
                        refusal.isPresent() ? refusal.get() : session.plan(change, epoch.changeHash(), epoch.epoch());
                return outcomes.planned(session, mandate, planned);
            } catch (InvalidProtocolBufferException unreadable) {
                return refuse(Phase.PREFLIGHT, "the bytes of the change cannot be read: " + unreadable.getMessage());
            } catch (SQLException failed) {
                return planningFailed(failed);
            }
        }

        private boolean planningFailed(SQLException failed) throws SQLException {
            SqlFailure meaning = database.classify(failed);
            if (meaning.kind() == SqlFailure.Kind.UNKNOWN) {
                throw failed;
            }
            session.rollback();
            if (meaning.kind() == SqlFailure.Kind.RETRYABLE) {
                return false;
            }
            return outcomes.failed(session, mandate, StepFailures.planning(meaning));
        }

        private boolean runStep(Step step) throws SQLException, InterruptedException {
            long startMillis = pacer.nowMillis();
            watch.progress(StepRetry.progressOf(mandate, step));
            StepResult result = switch (step.getActionCase()) {
                case STATEMENT -> runStatement(work(step, Direction.FORWARD));
                case BACKFILL -> backfills.run(mandate, step);
                case CHECK ->
                    checks.run(session, mandate, step, StepMeter.start(pacer, session, StepWork.forward(step)));
                case ACTION_NOT_SET ->
                    new StepResult.Failed(StepFailures.order(new NextAction.RefuseOrder(
                            step.getPhase(),
                            step.getNumber(),
                            "expected a step that this agent knows, found another; the agent is too old for it",
                            "Replace the agent by a newer one, then resume the epoch.")));
            };
            if (result instanceof StepResult.Done) {
                watch.stepDone(work(step, Direction.FORWARD), pacer.nowMillis() - startMillis);
            }
            return record(result);
        }

        private boolean undoStep(Step step) throws SQLException, InterruptedException {
            long startMillis = pacer.nowMillis();
            StepWork work = work(step, Direction.BACKWARD);
            watch.progress(StepRetry.progressOf(mandate, step).setSummary("undo: " + step.getSummary()));
            StepResult result = runStatement(work);
            if (result instanceof StepResult.Done) {
                watch.stepDone(work, pacer.nowMillis() - startMillis);
            }
            return record(result);
        }

        private StepResult runStatement(StepWork work) throws SQLException, InterruptedException {
            return steps.run(session, mandate, work, StepMeter.start(pacer, session, work));
        }

        private StepWork work(Step step, Direction direction) {
            return direction == Direction.FORWARD
                    ? StepWork.forward(step)
                    : StepWork.backward(step, situation.plan().orElseThrow());
        }

        private boolean record(StepResult result) throws SQLException {
            if (result instanceof StepResult.Failed failed) {
                LOG.warn(
                        "node {}, epoch {}: {}",
                        node,
                        epoch.epoch(),
                        failed.failure().getServerMessage());
                return outcomes.failed(session, mandate, failed.failure());
            }
            return result instanceof StepResult.Done;
        }

        /** Runs something under an approval, as new as the leader, behind the gate, with a permit: in this order. */
        private boolean behindGate(Phase phase, boolean undo, Action action) throws SQLException, InterruptedException {
            if (!undo) {
                Optional<String> objection = objection();
                if (objection.isPresent()) {
                    return refuse(phase, objection.get());
                }
            }
            NodeRow self = session.ledger().requireIncarnation(mandate.incarnation());
            Admission answer = situation.order().hasCatchUp()
                    ? admission.admitWithoutGate(epoch, self)
                    : admission.admit(epoch, self, phase, undo);
            if (answer instanceof Admission.Forked forked) {
                return refuse(phase, forked.reason());
            }
            if (answer instanceof Admission.Waits waits) {
                watch.progress(Progress.newBuilder()
                        .setEpoch(epoch.epoch())
                        .setPhase(phase)
                        .setWaitsFor(waits.forWhat()));
                return false;
            }
            return withPermit(action);
        }

        private Optional<String> objection() {
            Approval approval = Orders.approval(situation.order()).orElse(Approval.getDefaultInstance());
            return admission.objection(approval, epoch, planRow.orElseThrow());
        }

        /** The order itself is wrong: the coordinator hears of the directive, and of the node that stands still. */
        private boolean refuse(Phase phase, String reason) throws SQLException {
            reports.refusal(mandate.number(), reason);
            return outcomes.failed(
                    session,
                    mandate,
                    StepFailures.order(new NextAction.RefuseOrder(
                            phase,
                            0,
                            reason,
                            "Nothing was run. Find out who changed what, then roll the epoch back and apply again.")));
        }

        private boolean withPermit(Action action) throws SQLException, InterruptedException {
            if (!permits.tryTake(PERMIT_MILLIS)) {
                watch.progress(Progress.newBuilder()
                        .setEpoch(epoch.epoch())
                        .setWaitsFor("waits for other nodes of this agent to finish their work"));
                return false;
            }
            try {
                return action.run();
            } finally {
                permits.giveBack();
            }
        }
    }

    /** Something that uses the session. */
    private interface Action {
        boolean run() throws SQLException, InterruptedException;
    }
}
