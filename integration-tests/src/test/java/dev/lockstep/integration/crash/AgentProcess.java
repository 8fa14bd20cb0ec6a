package dev.lockstep.integration.crash;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.DriverSeat;
import dev.lockstep.agent.execute.EpochExecutor;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.PhaseAdmission;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.execute.Throttle;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.follow.NodeFollower;
import dev.lockstep.agent.gates.InMemoryPhaseGate;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Report;
import dev.lockstep.zookeeper.InMemoryGates;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * One incarnation of an agent on one thread: the production follower, driver's seat and executor, joined to nothing but the node. It knows nothing of
 * processes before it, as after a kill. Used by one thread.
 */
public final class AgentProcess {
    private static final int MOST_TURNS = 400;
    private static final int MOST_IDLE_TURNS = 3;
    private static final WorkLimits LIMITS = new WorkLimits(5, 20, 15_000, 2, 2, 5, 1);

    private final NodeDatabase database;
    private final Script script;
    private final Prober prober;
    private final WorkWatch watch;
    private final WorkLimits limits;
    private final Pacer pacer = new ShortPauses();
    private final Random random = new Random(1);

    AgentProcess(NodeDatabase database, Script script, Variant variant, int backfillWorkers) {
        this(
                variant.of(database),
                script,
                variant.prober(),
                new Quiet.Watch(),
                LIMITS.withBackfillWorkers(backfillWorkers));
    }

    /** One that is watched while it works. */
    public AgentProcess(NodeDatabase database, Script script, Prober prober, WorkWatch watch, WorkLimits limits) {
        this.database = database;
        this.script = script;
        this.prober = prober;
        this.watch = watch;
        this.limits = limits;
    }

    /** The ledger, the incarnation, and all directives; fails when contact was lost. */
    public NodeStanding follow() throws SQLException {
        NodeStanding standing = new NodeStanding();
        Following following = new Following(standing);
        new NodeFollower(
                        CrashNode.FLEET,
                        CrashNode.NAME,
                        List.of(),
                        database,
                        standing,
                        script.readBy(() -> standing.leave(Following.ALL_IS_RECEIVED)),
                        hello -> {},
                        new Quiet.Reports(),
                        new Quiet.Orders(),
                        following,
                        pacer,
                        new Backoff(random, 1, 5),
                        () -> UUID.randomUUID().toString())
                .run();
        following.failIfLost();
        return standing;
    }

    /** The seat of the driver, after whoever holds it was ended. */
    public NodeSession takeSeat(long incarnation) throws SQLException, InterruptedException {
        return new DriverSeat(CrashNode.NAME, database, pacer).take(incarnation);
    }

    /** Works until the newest mandate has an outcome, which it returns; empty when none came. */
    public Optional<Report> work(NodeSession session) throws SQLException, InterruptedException {
        EpochExecutor executor = executor();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            EpochRow epoch = session.ledger().openEpochs().get(0);
            Optional<Report> outcome = outcomeOf(epoch);
            if (outcome.isPresent()) {
                return outcome;
            }
            executor.advance(session, epoch);
        }
        return Optional.empty();
    }

    /** The same, but comes back when there is nothing to do, as under a pause. */
    public Optional<Report> workUntilIdle(NodeSession session) throws SQLException, InterruptedException {
        EpochExecutor executor = executor();
        for (int idle = 0; idle < MOST_IDLE_TURNS; ) {
            EpochRow epoch = session.ledger().openEpochs().get(0);
            Optional<Report> outcome = outcomeOf(epoch);
            if (outcome.isPresent()) {
                return outcome;
            }
            idle = executor.advance(session, epoch) ? 0 : idle + 1;
        }
        return Optional.empty();
    }

    private static Optional<Report> outcomeOf(EpochRow epoch) throws SQLException {
        try {
            return Optional.of(Report.parseFrom(epoch.outcomeBytes()))
                    .filter(outcome -> outcome.getStamp().getMandate() == epoch.mandate());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("the outcome in the ledger cannot be read", unreadable);
        }
    }

    private EpochExecutor executor() {
        PhaseAdmission admission = new PhaseAdmission(
                CrashNode.FLEET,
                CrashNode.NAME,
                fleet -> Optional.of(script.tip()),
                new InMemoryPhaseGate(new InMemoryGates(), "agent"));
        return new EpochExecutor(
                CrashNode.FLEET,
                CrashNode.NAME,
                database,
                admission,
                new WorkPermits(1),
                watch,
                new Quiet.Reports(),
                limits,
                pacer,
                prober,
                Throttle.ofDutyCycle(1),
                random);
    }

    /** Real time, but nobody waits long: a test has other things to do. */
    private static final class ShortPauses implements Pacer {
        private static final long MOST_MILLIS = 3;
        private final Pacer system = Pacer.ofSystem();

        @Override
        public long nowMillis() {
            return system.nowMillis();
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            system.pause(Math.min(millis, MOST_MILLIS));
        }
    }

    /** Ends the follower at the first loss of contact, as a kill would. */
    private static final class Following extends Quiet.Contact {
        static final String ALL_IS_RECEIVED = "all directives are received";
        private final NodeStanding standing;

        Following(NodeStanding standing) {
            this.standing = standing;
        }

        @Override
        public void lost(String message) {
            standing.leave(message);
        }

        @Override
        public void refused(String reason) {
            standing.leave(reason);
        }

        void failIfLost() throws SQLException {
            String reason = standing.leftReason().orElse("it was interrupted");
            if (!reason.equals(ALL_IS_RECEIVED)) {
                throw new SQLException("following ended: " + reason, "08006");
            }
        }
    }
}
