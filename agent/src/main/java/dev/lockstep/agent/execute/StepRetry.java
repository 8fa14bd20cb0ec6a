package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Standbys;
import dev.lockstep.v1.Patience;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries a step until it succeeds, fails for good, or its time is up, and says meanwhile who is in the way. Used by one thread. */
final class StepRetry {
    private static final long LONGEST_UNTIL_LOOK_MILLIS = 400;
    private static final long LONGEST_REST_MILLIS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(StepRetry.class);

    /** One in so many tries asks for the lock without a look, so that short transactions without end cannot keep a step away. */
    private static final int TRIES_PER_KNOCK = 8;

    private static final SqlFailure NOT_ASKED_FOR = notAskedFor(
            "the lock was not asked for, because transactions that have it stay open for longer than the step would wait");

    private static final SqlFailure NOT_SENT =
            notAskedFor("the lock was not asked for, because it is repeated on standbys, and would wait there");

    private static SqlFailure notAskedFor(String why) {
        return new SqlFailure(SqlFailure.Kind.RETRYABLE, "55P03", why);
    }

    private final NodeDatabase database;
    private final WorkWatch watch;
    private final WorkLimits limits;
    private final Pacer pacer;
    private final RandomGenerator random;
    private Patience patience = Patience.getDefaultInstance();
    private long waitedMillis;

    StepRetry(NodeDatabase database, WorkWatch watch, WorkLimits limits, Pacer pacer, RandomGenerator random) {
        this.database = database;
        this.watch = watch;
        this.limits = limits;
        this.pacer = pacer;
        this.random = random;
    }

    /** From now on, as the plan at work says. */
    void beAsPatientAs(Plan plan) {
        patience = plan.getPatience();
    }

    /** How long the newest try came after the first one, which found no lock; 0 when it is the first. */
    long waitedMillis() {
        return waitedMillis;
    }

    /** The same for a thread of its own. */
    StepRetry forWorker() {
        StepRetry own = new StepRetry(database, watch, limits, pacer, new SplittableRandom(random.nextLong()));
        own.patience = patience;
        return own;
    }

    /**
     * Tries until there is a result.
     *
     * @param session rolled back after each failed try
     * @throws SQLException when contact was lost
     */
    StepResult untilDone(NodeSession session, Mandate mandate, StepWork work, Attempt attempt)
            throws SQLException, InterruptedException {
        try (Standbys standbys = session.standbys()) {
            return untilDone(session, standbys, mandate, work, attempt);
        }
    }

    /** The same for finding out what became of a step, which waits for nobody's readers. */
    StepResult untilSettled(NodeSession session, Mandate mandate, StepWork work, Attempt attempt)
            throws SQLException, InterruptedException {
        return untilDone(session, Standbys.NONE, mandate, work, attempt);
    }

    private StepResult untilDone(
            NodeSession session, Standbys standbys, Mandate mandate, StepWork work, Attempt attempt)
            throws SQLException, InterruptedException {
        Backoff backoff = backoff();
        long startMillis = pacer.nowMillis();
        int tries = 0;
        while (watch.mayStart(mandate)) {
            tries++;
            Optional<StepResult> end;
            long mostMillis = Long.MAX_VALUE;
            try {
                Optional<Obstacle> obstacle = look(session, standbys, work, tries);
                if (obstacle.isEmpty()) {
                    waitedMillis = tries == 1 ? 0 : pacer.nowMillis() - startMillis;
                    Optional<StepResult> result = attempt.run();
                    if (result.isPresent()) {
                        return result.get();
                    }
                    continue;
                }
                // A look stands in nobody's way, so the next one may come soon.
                mostMillis = LONGEST_UNTIL_LOOK_MILLIS;
                end = lockNotGiven(
                        mandate, work, obstacle.get().meaning(), obstacle.get().who(), tries, startMillis);
            } catch (SQLException failed) {
                end = afterFailure(session, mandate, work, failed, tries, startMillis);
            }
            if (end.isPresent()) {
                return end.get();
            }
            rest(mandate, Math.min(backoff.nextMillis(), mostMillis));
        }
        return new StepResult.Moved();
    }

    /** Before the next try, and no longer than the mandate stands: after a resume the work goes on at once. */
    private void rest(Mandate mandate, long millis) throws InterruptedException {
        for (long left = millis; left > 0 && watch.mayStart(mandate); left -= LONGEST_REST_MILLIS) {
            pacer.pause(Math.min(left, LONGEST_REST_MILLIS));
        }
    }

    /** A look before it asks for the lock: a request that waits makes everybody else wait behind it, here and on standbys. */
    private static Optional<Obstacle> look(NodeSession session, Standbys standbys, StepWork work, int tries)
            throws SQLException {
        if (work.knocks() && tries % TRIES_PER_KNOCK != 0) {
            List<String> inVain = session.lastingBlockers(work.asAsked());
            if (!inVain.isEmpty()) {
                return Optional.of(new Obstacle(NOT_ASKED_FOR, inVain));
            }
        }
        // A lock that was given cannot be taken back from the standbys, so no try goes without this look.
        List<String> onStandbys = work.hasNothingToRun() ? List.of() : standbys.inTheWay(work.step(), work.statement());
        return onStandbys.isEmpty() ? Optional.empty() : Optional.of(new Obstacle(NOT_SENT, onStandbys));
    }

    private Backoff backoff() {
        long longestMillis =
                patience.getLongestWaitMillis() == 0 ? limits.longestRetryMillis() : patience.getLongestWaitMillis();
        return new Backoff(random, Math.min(limits.firstRetryMillis(), longestMillis), longestMillis);
    }

    /** The change's number of tries decides, or where it says none, this agent's time for a step. */
    private boolean isUsedUp(int tries, long waitedMillis) {
        return patience.hasRetries()
                ? tries > Integer.toUnsignedLong(patience.getRetries())
                : waitedMillis > limits.stepDeadlineMillis();
    }

    private Optional<StepResult> afterFailure(
            NodeSession session, Mandate mandate, StepWork work, SQLException failed, int tries, long startMillis)
            throws SQLException {
        SqlFailure meaning = database.classify(failed);
        if (meaning.kind() == SqlFailure.Kind.UNKNOWN) {
            throw failed;
        }
        session.rollback();
        if (!watch.mayStart(mandate)) {
            // A halt breaks statements off: that is no failure of the step.
            return Optional.of(new StepResult.Moved());
        }
        if (meaning.kind() == SqlFailure.Kind.REFUSED) {
            LOG.warn("{} was refused by the server: {}", work, meaning.message());
            return Optional.of(new StepResult.Failed(StepFailures.refused(work, meaning)));
        }
        return lockNotGiven(mandate, work, meaning, blockers(work.asAsked()), tries, startMillis);
    }

    private Optional<StepResult> lockNotGiven(
            Mandate mandate, StepWork work, SqlFailure meaning, List<String> blockers, int tries, long startMillis) {
        watch.lockWaited();
        long waitedMillis = pacer.nowMillis() - startMillis;
        if (isUsedUp(tries, waitedMillis)) {
            return Optional.of(
                    new StepResult.Failed(StepFailures.lockNotGiven(work, meaning, blockers, tries, waitedMillis)));
        }
        watch.progress(progressOf(mandate, work.step()).setWaitsFor(waitsFor(meaning, blockers)));
        return Optional.empty();
    }

    private static String waitsFor(SqlFailure meaning, List<String> blockers) {
        if (meaning.equals(NOT_SENT)) {
            return "waits for standbys: " + String.join("; ", blockers);
        }
        return "waits for a lock: "
                + (blockers.isEmpty() ? meaning.message() : "held by " + String.join("; ", blockers));
    }

    private List<String> blockers(Step step) {
        try (NodeSession observer = database.open(SessionPurpose.OBSERVER)) {
            return observer.blockers(step);
        } catch (SQLException unknown) {
            LOG.debug("who is in the way of step {} could not be found out", step.getNumber(), unknown);
            return List.of();
        }
    }

    static Progress.Builder progressOf(Mandate mandate, Step step) {
        return Progress.newBuilder()
                .setEpoch(mandate.epoch())
                .setPhase(step.getPhase())
                .setStep(step.getNumber())
                .setSummary(step.getSummary());
    }

    /** Why a try was not made. */
    private record Obstacle(SqlFailure meaning, List<String> who) {}

    /** One try; empty means: try again at once. */
    interface Attempt {
        Optional<StepResult> run() throws SQLException, InterruptedException;
    }
}
