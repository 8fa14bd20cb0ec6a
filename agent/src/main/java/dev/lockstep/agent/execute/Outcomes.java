package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LoggedEstimate;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepFailed;
import dev.lockstep.v1.UndoDone;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Stores outcomes in the ledger, from where alone they are reported. Thread-safe. */
final class Outcomes {
    private final String fleet;
    private final String node;

    Outcomes(String fleet, String node) {
        this.fleet = fleet;
        this.node = node;
    }

    /** Each of these is false when the mandate has moved: then nothing was stored. */
    boolean planned(NodeSession session, Mandate mandate, Planned planned) throws SQLException {
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return false;
        }
        if (!planned.getPlan().isEmpty()) {
            session.ledger().putPlan(new PlanRow(mandate.epoch(), planned.getPlan(), planned.getPlanHash()));
        }
        Report.Builder report = Report.newBuilder().setPlanned(planned);
        return storeAndCommit(
                session,
                mandate,
                Phase.PREFLIGHT,
                report,
                planned.getPlan().isEmpty() ? "refused" : LoggedEstimate.write(planned.getEstimate()));
    }

    /** Not an outcome: a plan that came with an order is in the ledger before anything runs under it. */
    boolean planTaken(NodeSession session, Mandate mandate, PlanRow plan) throws SQLException {
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return false;
        }
        session.ledger().putPlan(plan);
        session.commit();
        return true;
    }

    boolean phaseDone(NodeSession session, Mandate mandate, Phase phase, Plan plan, List<StepActual> costs)
            throws SQLException {
        Catalog live = session.catalog();
        PhaseDone done = PhaseDone.newBuilder()
                .setPhase(phase)
                .addAllTouched(TouchedObjects.of(session.ledger(), mandate.epoch(), plan, live))
                .setRoot(live.fingerprint().getRoot())
                .addAllCosts(costs)
                .addAllRemarks(GonePartitions.leftovers(session, plan, live))
                .build();
        return store(session, mandate, phase, Report.newBuilder().setPhaseDone(done), "phase done");
    }

    boolean undoDone(NodeSession session, Mandate mandate, Phase phase, Optional<Plan> plan) throws SQLException {
        Catalog live = session.catalog();
        Plan planned = plan.orElse(Plan.getDefaultInstance());
        UndoDone done = UndoDone.newBuilder()
                .setPhase(phase)
                .addAllTouched(TouchedObjects.of(session.ledger(), mandate.epoch(), planned, live))
                .setRoot(live.fingerprint().getRoot())
                .addAllRemarks(GonePartitions.leftovers(session, planned, live))
                .build();
        return store(session, mandate, phase, Report.newBuilder().setUndoDone(done), "undo done");
    }

    boolean halted(NodeSession session, Mandate mandate) throws SQLException {
        return store(
                session,
                mandate,
                Phase.PHASE_UNSPECIFIED,
                Report.newBuilder().setHalted(Halted.getDefaultInstance()),
                "halted");
    }

    boolean failed(NodeSession session, Mandate mandate, StepFailed failure) throws SQLException {
        return store(
                session,
                mandate,
                failure.getPhase(),
                Report.newBuilder().setStepFailed(failure),
                "failed in step " + failure.getStep() + ": " + failure.getKind());
    }

    private boolean store(NodeSession session, Mandate mandate, Phase phase, Report.Builder report, String detail)
            throws SQLException {
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return false;
        }
        return storeAndCommit(session, mandate, phase, report, detail);
    }

    private boolean storeAndCommit(
            NodeSession session, Mandate mandate, Phase phase, Report.Builder report, String detail)
            throws SQLException {
        report.setFleet(fleet)
                .setEpoch(mandate.epoch())
                .setStamp(ReportStamp.newBuilder()
                        .setNode(node)
                        .setIncarnation(mandate.incarnation())
                        .setMandate(mandate.number())
                        .setLogNumber(session.ledger().logNumber() + 1));
        session.ledger().storeOutcome(mandate, phase, report.build(), detail);
        session.commit();
        return true;
    }
}
