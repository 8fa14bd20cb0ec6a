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
        List<String> samples = session.rows(step.getCheck().getQuery(), SAMPLES);
        if (!samples.isEmpty()) {
            return Optional.of(new StepResult.Failed(StepFailures.of(work, FailureKind.REFUSED)
                    .setServerMessage("expected that " + step.getCheck().getExpectation() + ", found "
                            + String.join("; ", samples))
                    .setAdvice("Repair that on this node, then resume the epoch; or, before CONTRACT, roll it back.")
                    .build()));
        }
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return Optional.of(new StepResult.Moved());
        }
        String cost = meter.written(session);
        for (LogKind kind : List.of(LogKind.BEGIN, LogKind.DONE)) {
            session.ledger()
                    .append(LogEntry.ofStep(
                            mandate, kind, step.getPhase(), step.getNumber(), kind == LogKind.DONE ? cost : ""));
        }
        session.commit();
        return Optional.of(new StepResult.Done());
    }
}
