package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs queries that must find nothing. Used by one thread. */
final class CheckRunner {
    private static final int SAMPLES = 5;

    private final StepRetry retry;

    CheckRunner(StepRetry retry) {
        this.retry = retry;
    }

    StepResult run(NodeSession session, Mandate mandate, Step step, StepMeter meter)
            throws SQLException, InterruptedException {
        StepWork work = StepWork.forward(step);
        return retry.untilDone(session, mandate, work, () -> tryRun(session, mandate, work, meter));
    }

    private Optional<StepResult> tryRun(NodeSession session, Mandate mandate, StepWork work, StepMeter meter)
            throws SQLException {
        meter.tries(retry.waitedMillis(), false);
        Step step = work.step();
        Optional<StepResult> replaced = GonePartitions.replaced(session, work);
        if (replaced.isPresent()) {
            return replaced;
        }
        Set<String> gone = GonePartitions.of(session, step);
        if (GonePartitions.leaveNothing(step, gone)) {
            return record(session, mandate, work, GonePartitions.tell(session, work, gone));
        }
        List<String> samples = samples(session, step);
        if (!samples.isEmpty()) {
            return Optional.of(new StepResult.Failed(StepFailures.of(work, FailureKind.REFUSED)
                    .setServerMessage("expected that " + step.getCheck().getExpectation() + ", found "
                            + String.join("; ", samples))
                    .setAdvice(
                            step.getCheck().getAdvice().isEmpty()
                                    ? "Repair that on this node, then resume the epoch; or, before CONTRACT, roll it back."
                                    : step.getCheck().getAdvice())
                    .build()));
        }
        return record(session, mandate, work, meter.written(session));
    }

    /** A partition that goes away between the two looks has nothing to be asked any more. */
    private static List<String> samples(NodeSession session, Step step) throws SQLException {
        try {
            return session.rows(step.getCheck().getQuery(), SAMPLES);
        } catch (SQLException failed) {
            if (!step.getGone().isEmpty() && GonePartitions.leaveNothing(step, GonePartitions.of(session, step))) {
                return List.of();
            }
            throw failed;
        }
    }

    private static Optional<StepResult> record(NodeSession session, Mandate mandate, StepWork work, String detail)
            throws SQLException {
        Step step = work.step();
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return Optional.of(new StepResult.Moved());
        }
        for (LogKind kind : List.of(LogKind.BEGIN, LogKind.DONE)) {
            session.ledger()
                    .append(LogEntry.ofStep(
                            mandate, kind, step.getPhase(), step.getNumber(), kind == LogKind.DONE ? detail : ""));
        }
        session.commit();
        return Optional.of(new StepResult.Done());
    }
}
