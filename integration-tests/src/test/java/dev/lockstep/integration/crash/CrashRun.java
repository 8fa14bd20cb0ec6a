package dev.lockstep.integration.crash;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One run of one kind of step: the node is set back, the way there is gone without faults, then contact is lost at each of the points in turn. Used by one thread. */
final class CrashRun {
    private static final int MOST_PROCESSES = 8;
    private static final long FIRST_INCARNATION = 1;

    private final CrashNode node;
    private final StepKind kind;
    private final Planned planned;
    private final Variant variant;
    private final Recovery recovery;
    private final Script script;
    private long incarnation;
    private boolean hasLostContact;

    CrashRun(CrashNode node, StepKind kind, Planned planned, Variant variant, Recovery recovery) {
        this.node = node;
        this.kind = kind;
        this.planned = planned;
        this.variant = variant;
        this.recovery = recovery;
        this.script = Script.of(kind.change());
    }

    /** The plan that all runs of a kind on a node have; the node is set back for it. */
    static Planned plan(CrashNode node, StepKind kind) throws SQLException {
        node.setBack(kind);
        try (NodeSession session = node.direct().open(SessionPurpose.DRIVER)) {
            session.createLedger();
            Planned planned =
                    session.plan(kind.change(), Script.of(kind.change()).changeHash(), Script.EPOCH);
            if (planned.getPlan().isEmpty()) {
                throw new IllegalStateException("no plan for \"" + kind + "\": " + planned.getFindingsList());
            }
            return planned;
        }
    }

    /**
     * What came of it.
     *
     * @param recovered how the last process ended; empty when none came to an end
     * @param cuts how many of the points were reached
     * @param chunks since the last cut, or since the beginning
     */
    record Ended(Optional<Report> recovered, int cuts, int chunks, String trouble) {}

    /** Runs with contact lost at these points: the first in the first process, the second in the one after it, and so on. */
    Ended run(List<CrashPoint> points) throws SQLException, InterruptedException {
        node.setBack(kind);
        goThere();
        node.forgetEffects();
        int cuts = 0;
        for (int process = 0; process < MOST_PROCESSES; process++) {
            CrashPoint point = process < points.size() ? points.get(process) : CrashPoint.NEVER;
            CrashPoint.Counter counter = new CrashPoint.Counter(point);
            try {
                Optional<Report> report = work(counter);
                boolean atTheVeryEnd = counter.isReached();
                return new Ended(report, cuts + (atTheVeryEnd ? 1 : 0), counter.chunks(), "");
            } catch (SQLException failed) {
                if (node.proxied().classify(failed).kind() != SqlFailure.Kind.UNKNOWN) {
                    return new Ended(Optional.empty(), cuts, counter.chunks(), String.valueOf(failed));
                }
                cuts += counter.isReached() ? 1 : 0;
            }
        }
        return new Ended(Optional.empty(), cuts, 0, "no end after " + MOST_PROCESSES + " processes");
    }

    private Optional<Report> work(CrashPoint.Counter counter) throws SQLException, InterruptedException {
        boolean seated = !hasLostContact && !kind.startsOnEmptyLedger();
        if (!seated) {
            node.proxy().watch(counter);
        }
        AgentProcess process = new AgentProcess(node.proxied(), script, variant, kind.workers());
        try {
            if (incarnation == 0 || (hasLostContact && recovery == Recovery.NEW_PROCESS)) {
                incarnation = process.follow().incarnation();
            }
            try (NodeSession session = process.takeSeat(incarnation)) {
                node.proxy().watch(counter);
                return process.work(session);
            }
        } finally {
            hasLostContact = true;
            node.proxy().watch(FaultProxy.ChunkWatch.PASSING);
        }
    }

    private void goThere() throws SQLException, InterruptedException {
        script.prepare();
        if (kind.startsOnEmptyLedger()) {
            return;
        }
        adopt();
        incarnation = FIRST_INCARNATION;
        for (Phase phase : kind.before()) {
            script.open(phase, planned);
            expectDone(phase);
        }
        if (kind.leg() == StepKind.Leg.UNDO) {
            script.halt();
            expectDone(Phase.PHASE_UNSPECIFIED);
            script.undo(kind.phase());
        } else {
            script.open(kind.phase(), planned);
        }
        receive();
    }

    /** The node as PREFLIGHT leaves it. */
    private void adopt() throws SQLException {
        NodeSession session = node.keeper();
        session.begin();
        Ledger ledger = session.ledger();
        ledger.adopt(CrashNode.FLEET, CrashNode.NAME, session.identity().databaseIdentity(), "adoption");
        ledger.raiseIncarnation();
        ledger.putPlan(new PlanRow(Script.EPOCH, planned.getPlan(), planned.getPlanHash()));
        session.commit();
    }

    private void receive() throws SQLException {
        NodeSession session = node.keeper();
        session.begin();
        script.receiveInto(session.ledger(), FIRST_INCARNATION);
        session.commit();
    }

    private void expectDone(Phase phase) throws SQLException, InterruptedException {
        receive();
        AgentProcess process = new AgentProcess(node.direct(), script, Variant.PRODUCTION, kind.workers());
        Report report = process.work(node.keeper()).orElseThrow();
        if (!report.hasPhaseDone() && !report.hasHalted()) {
            throw new IllegalStateException("expected that " + phase + " is done without faults, found " + report);
        }
    }

    /** Number of the last directive. */
    long lastDirective() {
        return script.tip().getNumber();
    }
}
