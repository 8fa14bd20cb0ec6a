package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Statement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Runs and undoes statements: begin, act, probe, done (rule N5). Used by one thread.
 *
 * <p>A transactional statement shares one transaction with the ledger's rows. Any other is announced first, in a transaction of its own, and after a crash
 * the catalog decides. The ledger's row of the epoch is locked whenever something starts or is recorded, so nothing outlives its mandate.
 */
final class StepRunner {
    private static final int MOST_CLEANUPS = 3;

    private final StepDecisions decisions;
    private final Prober prober;
    private final StepRetry retry;

    StepRunner(StepDecisions decisions, Prober prober, StepRetry retry) {
        this.decisions = decisions;
        this.prober = prober;
        this.retry = retry;
    }

    /** Does a step in its direction, or finds that it is done. */
    StepResult run(NodeSession session, Mandate mandate, StepWork work, StepMeter meter)
            throws SQLException, InterruptedException {
        if (!work.statement().getTransactional() && !work.canBeProbed()) {
            return new StepResult.Failed(StepFailures.unprovable(work));
        }
        Tries tries = new Tries();
        StepResult result = retry.untilDone(
                session,
                mandate,
                work,
                () -> orAgain(session, work, tries, () -> tryRun(session, mandate, work, tries, meter)));
        if (result instanceof StepResult.Failed && !work.statement().getTransactional()) {
            return afterRefusal(session, mandate, work, result);
        }
        return result;
    }

    /** Finds out what became of a begun step that must not go on; removes what it left. */
    StepResult settle(NodeSession session, Mandate mandate, StepWork work) throws SQLException, InterruptedException {
        Tries tries = new Tries();
        return retry.untilSettled(
                session,
                mandate,
                work,
                () -> orAgain(session, work, tries, () -> trySettle(session, mandate, work, tries)));
    }

    private StepResult afterRefusal(NodeSession session, Mandate mandate, StepWork work, StepResult refused)
            throws SQLException, InterruptedException {
        StepResult settled = settle(session, mandate, work);
        boolean moved = settled instanceof StepResult.Moved;
        boolean done = settled instanceof StepResult.Done && stateOf(session, mandate, work) == finishedState(work);
        return moved || done ? settled : refused;
    }

    /** A try that failed while a partition went away says nothing: the next one passes that partition over. */
    private static Optional<StepResult> orAgain(
            NodeSession session, StepWork work, Tries tries, StepRetry.Attempt attempt)
            throws SQLException, InterruptedException {
        tries.looked = false;
        try {
            return attempt.run();
        } catch (SQLException failed) {
            if (tries.looked && hasMoreGone(session, work, tries, failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static boolean hasMoreGone(NodeSession session, StepWork work, Tries tries, SQLException failed) {
        try {
            session.rollback();
            return !GonePartitions.of(session, work.step()).equals(tries.gone);
        } catch (SQLException lost) {
            failed.addSuppressed(lost);
            return false;
        }
    }

    private Optional<StepResult> tryRun(
            NodeSession session, Mandate mandate, StepWork planned, Tries tries, StepMeter meter) throws SQLException {
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return Optional.of(new StepResult.Moved());
        }
        StepState state = stateOf(session, mandate, planned);
        if (state == finishedState(planned)) {
            session.rollback();
            return Optional.of(new StepResult.Done());
        }
        boolean begun = state == begunState(planned);
        meter.tries(retry.waitedMillis(), begun);
        if (planned.hasNothingToRun()) {
            return finish(session, mandate, planned, "nothing to run");
        }
        boolean transactional = planned.statement().getTransactional();
        if (transactional) {
            // From here on nothing waits for long, no look either.
            session.prepare(planned.knock(++tries.knocks));
        }
        tries.sees(GonePartitions.of(session, planned.step()));
        Optional<StepResult> replaced = GonePartitions.replaced(session, planned);
        if (replaced.isPresent()) {
            session.rollback();
            return replaced;
        }
        StepWork work = planned.without(tries.gone);
        if (work.hasNothingToRun()) {
            return finish(session, mandate, planned, GonePartitions.tell(session, planned, tries.gone));
        }
        tries.passedOver = tries.gone.isEmpty() ? "" : "; " + GonePartitions.tell(session, planned, tries.gone);
        // What cannot be probed is transactional: without a row of the ledger it did not happen.
        Probe probe = work.canBeProbed() ? prober.probe(session, work) : Probe.AT_START;
        if (begun && tries.mustLookForRest(work)) {
            return cleanUp(session, work, tries);
        }
        tries.acts();
        return switch (decisions.toRun(begun || work.mayBeDone(), probe, work.hasCleanup())) {
            case RUN ->
                transactional
                        ? runInTransaction(session, mandate, work, begun, tries, meter)
                        : runAlone(session, mandate, work, begun, tries, meter);
            case RECORD_FINISHED -> finish(session, mandate, work, "found done");
            case CLEAN_UP -> cleanUp(session, work, tries);
            case FAIL_CHANGED -> fail(session, work, tries, false);
            case FAIL_TORN, RECORD_ABANDONED -> fail(session, work, tries, !work.takesOutPartition());
        };
    }

    private Optional<StepResult> runInTransaction(
            NodeSession session, Mandate mandate, StepWork work, boolean begun, Tries tries, StepMeter meter)
            throws SQLException {
        begin(session, mandate, work, begun);
        Optional<String> mark = session.transactionMark();
        meter.acts();
        for (String sql : work.statement().getSqlList()) {
            session.run(sql);
        }
        if (!mark.equals(session.transactionMark())) {
            session.rollback();
            return Optional.of(new StepResult.Failed(StepFailures.torn(
                    work,
                    "expected " + work + " to stay in one transaction, but it ended it with a COMMIT of its own")));
        }
        if (work.canBeProbed() && prober.probe(session, work) != Probe.AT_END) {
            return fail(session, work, tries, false);
        }
        return finish(session, mandate, work, meter.written(session) + tries.passedOver);
    }

    private Optional<StepResult> runAlone(
            NodeSession session, Mandate mandate, StepWork work, boolean begun, Tries tries, StepMeter meter)
            throws SQLException {
        begin(session, mandate, work, begun);
        session.commit();
        session.prepare(work.statement());
        meter.acts();
        for (String sql : work.statement().getSqlList()) {
            session.run(sql);
        }
        if (prober.probe(session, work) != Probe.AT_END) {
            return fail(session, work, tries, true);
        }
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return Optional.of(new StepResult.Moved());
        }
        return finish(session, mandate, work, meter.written(session) + tries.passedOver);
    }

    private Optional<StepResult> trySettle(NodeSession session, Mandate mandate, StepWork planned, Tries tries)
            throws SQLException {
        session.begin();
        if (session.ledger().lock(mandate) == Standing.MOVED) {
            session.rollback();
            return Optional.of(new StepResult.Moved());
        }
        if (stateOf(session, mandate, planned) != begunState(planned)) {
            session.rollback();
            return Optional.of(new StepResult.Done());
        }
        tries.sees(GonePartitions.of(session, planned.step()));
        if (GonePartitions.leaveNothing(planned.step(), tries.gone)) {
            return finish(session, mandate, planned, GonePartitions.tell(session, planned, tries.gone));
        }
        StepWork work = planned.without(tries.gone);
        Probe probe = work.canBeProbed() ? prober.probe(session, work) : Probe.BETWEEN;
        if (tries.mustLookForRest(work)) {
            return cleanUp(session, work, tries);
        }
        return switch (decisions.toSettle(probe, work.hasCleanup())) {
            case RECORD_FINISHED -> finish(session, mandate, work, "found done");
            case RECORD_ABANDONED -> {
                append(session, mandate, work, work.direction().abandoned(), "nothing of it is there");
                session.commit();
                yield Optional.of(new StepResult.Done());
            }
            case CLEAN_UP -> cleanUp(session, work, tries);
            case RUN, FAIL_CHANGED, FAIL_TORN -> fail(session, work, tries, true);
        };
    }

    private Optional<StepResult> cleanUp(NodeSession session, StepWork work, Tries tries) throws SQLException {
        session.rollback();
        if (tries.cleanups == MOST_CLEANUPS) {
            return fail(session, work, tries, true);
        }
        Statement alone = work.statement().toBuilder().setTransactional(false).build();
        session.prepare(alone);
        for (String sql : alone.getCleanupList()) {
            session.run(sql);
        }
        tries.cleanups++;
        tries.isClean = true;
        return Optional.empty();
    }

    private static void begin(NodeSession session, Mandate mandate, StepWork work, boolean again) throws SQLException {
        append(session, mandate, work, work.direction().begun(), again ? "again" : "");
        if (work.namesNoEffects()) {
            Observation.begin(session, mandate, work);
        }
    }

    private Optional<StepResult> finish(NodeSession session, Mandate mandate, StepWork work, String detail)
            throws SQLException {
        if (work.namesNoEffects()) {
            Observation.end(session, mandate, work);
        }
        append(session, mandate, work, work.direction().finished(), detail);
        if (work.direction() == Direction.BACKWARD && work.step().hasBackfill()) {
            session.ledger().deleteBackfill(mandate.epoch(), work.step().getNumber());
        }
        session.commit();
        return Optional.of(new StepResult.Done());
    }

    private static Optional<StepResult> fail(NodeSession session, StepWork work, Tries tries, boolean torn)
            throws SQLException {
        if (!GonePartitions.of(session, work.step()).equals(tries.gone)) {
            session.rollback();
            return Optional.empty();
        }
        String found = StepFailures.describe(work, session.catalog(work.ends().keySet()));
        session.rollback();
        return Optional.of(new StepResult.Failed(
                torn
                        ? StepFailures.torn(work, "expected " + work + " to be done or not begun, found " + found)
                        : StepFailures.changed(work, found)));
    }

    private static void append(NodeSession session, Mandate mandate, StepWork work, LogKind kind, String detail)
            throws SQLException {
        session.ledger()
                .append(LogEntry.ofStep(
                        mandate, kind, work.step().getPhase(), work.step().getNumber(), detail));
    }

    private static StepState stateOf(NodeSession session, Mandate mandate, StepWork work) throws SQLException {
        int step = work.step().getNumber();
        return StepState.fold(session.ledger().log(mandate.epoch(), step)).getOrDefault(step, StepState.NOT_DONE);
    }

    private static StepState begunState(StepWork work) {
        return work.direction() == Direction.FORWARD ? StepState.BEGUN : StepState.UNDO_BEGUN;
    }

    private static StepState finishedState(StepWork work) {
        return work.direction() == Direction.FORWARD ? StepState.DONE : StepState.NOT_DONE;
    }

    /** How often one step was cleaned up, and asked for its lock, in one go. */
    private static final class Tries {
        private int cleanups;
        private int knocks;
        private boolean isClean;
        private Set<String> gone = Set.of();
        private boolean looked;
        private String passedOver = "";

        void sees(Set<String> partitions) {
            gone = partitions;
            looked = true;
        }

        void acts() {
            isClean = false;
        }

        /** Whether there may be a rest of a broken try, whatever the step's query says: it knows all and nothing only. */
        boolean mustLookForRest(StepWork work) {
            return !isClean && work.mayLeaveUnseen();
        }
    }
}
