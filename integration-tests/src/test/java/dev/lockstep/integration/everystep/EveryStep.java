package dev.lockstep.integration.everystep;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.integration.crash.AgentProcess;
import dev.lockstep.integration.crash.CrashNode;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.integration.crash.Variant;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One epoch on one node, as a plot wants it: the agent's code as it is, orders as a coordinator gives them, and new processes of the agent after each that died. Used by one thread. */
final class EveryStep implements AutoCloseable {
    private static final int MOST_PROCESSES = 40;
    private static final int MOST_ORDERS = 40;
    private static final WorkLimits LIMITS = new WorkLimits(2, 10, 10_000, 100, 500, 5, 1);

    private final Planned planned;
    private final Plan plan;
    private final Plot plot;
    private final Variant variant;
    private final Script script;
    private final Applications applications;
    private final World world;
    private final Meddler meddler;
    private final NodeDatabase database;
    private final List<Phase> opened = new ArrayList<>();
    private AgentProcess agent;
    private @Nullable NodeSession session;
    private volatile long incarnation = 1;

    EveryStep(
            StepNode node,
            Script script,
            Planned planned,
            Plan plan,
            Plot plot,
            Variant variant,
            Applications applications)
            throws SQLException {
        this.planned = planned;
        this.plan = plan;
        this.plot = plot;
        this.variant = variant;
        this.script = script;
        this.applications = applications;
        this.world = new World(node, applications, script, () -> incarnation);
        this.meddler = new Meddler(plan, plot, world);
        this.database = variant.of(new Watched(node.agents(), meddler));
        this.agent = newProcess();
    }

    World world() {
        return world;
    }

    int happened() {
        return meddler.happened();
    }

    private AgentProcess newProcess() {
        return new AgentProcess(database, script, prober(), meddler, LIMITS);
    }

    private Prober prober() {
        return variant.prober();
    }

    /** To the end, or back to the beginning. */
    void run() throws SQLException, InterruptedException, NoEnd {
        adopt();
        for (Phase phase : phases()) {
            applications.let(sidesOf(phase));
            applications.turn();
            applications.turn();
            applications.settle();
            opened.add(phase);
            if (forward(phase)) {
                goBack();
                return;
            }
        }
        if (plot.fromRelease()) {
            applications.turn();
            world.settle();
            script.halt();
            world.receiveNow();
            expect("HALT", Report::hasHalted, script::halt);
            goBack();
            return;
        }
        applications.turn();
        world.settle();
        leaveSeat();
    }

    private List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL)) {
            if (hasSteps(phase)) {
                phases.add(phase);
            }
        }
        phases.addAll(List.of(Phase.VALIDATE, Phase.RELEASE));
        if (hasSteps(Phase.CONTRACT) && !plot.fromRelease()) {
            phases.add(Phase.CONTRACT);
        }
        return phases;
    }

    private boolean hasSteps(Phase phase) {
        return plan.getStepsList().stream().anyMatch(step -> step.getPhase() == phase);
    }

    private static Side[] sidesOf(Phase phase) {
        return switch (phase) {
            case RELEASE -> Side.values();
            case CONTRACT -> new Side[] {Side.NEW};
            default -> new Side[] {Side.OLD};
        };
    }

    /** The node as PREFLIGHT leaves it. */
    private void adopt() throws SQLException {
        script.prepare();
        NodeSession follower = world.follower();
        follower.begin();
        Ledger ledger = follower.ledger();
        ledger.adopt(CrashNode.FLEET, CrashNode.NAME, follower.identity().databaseIdentity(), "adoption");
        ledger.raiseIncarnation();
        ledger.putPlan(new PlanRow(Script.EPOCH, planned.getPlan(), planned.getPlanHash()));
        follower.commit();
    }

    /** Whether the epoch turned round. */
    private boolean forward(Phase phase) throws SQLException, InterruptedException, NoEnd {
        script.open(phase, planned);
        world.receiveNow();
        Report end = expect(
                phase.name(), report -> report.hasPhaseDone() || report.hasHalted(), () -> script.open(phase, planned));
        return end.hasHalted();
    }

    private void goBack() throws SQLException, InterruptedException, NoEnd {
        applications.let(Side.OLD);
        for (int place = opened.size() - 1; place >= 0; place--) {
            Phase phase = opened.get(place);
            if (phase != Phase.RELEASE && phase != Phase.CONTRACT) {
                applications.turn();
                world.settle();
                script.undo(phase);
                world.receiveNow();
                expect("UNDO of " + phase, Report::hasUndoDone, () -> script.undo(phase));
            }
        }
        applications.turn();
        world.settle();
        leaveSeat();
    }

    /** The outcome, however often the order must be given again: after a pause, and after a failure that the plot wanted. */
    private Report expect(String what, Predicate<Report> wanted, Runnable again)
            throws SQLException, InterruptedException, NoEnd {
        String last = "nothing";
        for (int orders = 0; orders < MOST_ORDERS; orders++) {
            Optional<Report> outcome = drive();
            world.settle();
            meddler.obeyed();
            if (outcome.isEmpty()) {
                // What came meanwhile may have an outcome of its own; a pause has none.
                outcome = drive();
                world.settle();
            }
            if (outcome.filter(wanted).isPresent()) {
                return outcome.get();
            }
            if (outcome.filter(Report::hasStepFailed).isPresent() && !meddler.wasRefused()) {
                throw new NoEnd(true, what + ": " + outcome.get().getStepFailed());
            }
            last = outcome.map(Report::toString).orElse("no outcome");
            again.run();
            world.receiveNow();
        }
        throw new NoEnd(false, what + " has no end; " + last);
    }

    private Optional<Report> drive() throws SQLException, InterruptedException, NoEnd {
        for (int process = 0; process < MOST_PROCESSES; process++) {
            try {
                return agent.workUntilIdle(seat());
            } catch (SQLException failed) {
                if (database.classify(failed).kind() != SqlFailure.Kind.UNKNOWN) {
                    throw new NoEnd(true, "the agent's work failed: " + failed);
                }
                leaveSeat();
                agent = newProcess();
            }
        }
        throw new NoEnd(false, "no end after " + MOST_PROCESSES + " processes");
    }

    /** A session that drives; a process without one is a new one, which reads the ledger first. */
    private NodeSession seat() throws SQLException, InterruptedException {
        NodeSession seat = session;
        if (seat == null) {
            incarnation = agent.follow().incarnation();
            seat = agent.takeSeat(incarnation);
            session = seat;
        }
        return seat;
    }

    private void leaveSeat() {
        NodeSession seat = session;
        session = null;
        if (seat != null) {
            seat.close();
        }
    }

    @Override
    public void close() throws SQLException {
        leaveSeat();
        applications.close();
        world.close();
    }
}
