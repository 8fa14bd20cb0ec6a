package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that works on a node: takes the driver's seat, waits to be confirmed, executes mandates. Whatever happens to its session, it begins again,
 * until the process leaves the node.
 */
public final class NodeWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWorker.class);
    private static final long IDLE_MILLIS = 1000;
    private static final long NOT_STARTED_MILLIS = 20;

    private final String node;
    private final NodeDatabase database;
    private final NodeStanding standing;
    private final DriverSeat seat;
    private final EpochExecutor executor;
    private final DatabaseContact contact;
    private final Backoff backoff;
    private final Pacer pacer;
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicReference<@Nullable NodeSession> driver = new AtomicReference<>();
    private final Set<Long> openBefore = new HashSet<>();
    private final PhaseAdmission admission;
    private final ReportSink reports;
    private boolean seatedBefore;

    public NodeWorker(
            String node,
            NodeDatabase database,
            NodeStanding standing,
            DriverSeat seat,
            EpochExecutor executor,
            PhaseAdmission admission,
            ReportSink reports,
            DatabaseContact contact,
            Backoff backoff,
            Pacer pacer) {
        this.node = node;
        this.database = database;
        this.standing = standing;
        this.seat = seat;
        this.executor = executor;
        this.admission = admission;
        this.reports = reports;
        this.contact = contact;
        this.backoff = backoff;
        this.pacer = pacer;
    }

    /** Something new is in the ledger. Thread-safe. */
    public void wake() {
        wakeUps.release();
    }

    /** Breaks off the statement that the driver runs now. Thread-safe. */
    public void breakOff() {
        NodeSession session = driver.get();
        if (session != null) {
            session.cancel();
        }
    }

    @Override
    public void run() {
        try {
            while (standing.leftReason().isEmpty()) {
                long restMillis = turn(IDLE_MILLIS);
                if (restMillis > 0) {
                    pacer.pause(restMillis);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** After the last turn: lets go of session and gates. The process may go on with its other nodes: a gate that it kept for this one would never close. */
    public void end() {
        leaveSeat();
        letGoOfGates();
    }

    /**
     * Does the next thing for each open epoch, and takes the driver's seat before that when it has none. Safe to repeat for ever; {@link #run} does nothing
     * else.
     *
     * @param patienceMillis how long to wait for something to do when there is nothing
     * @return how long to rest before the next turn, in milliseconds, unless something new comes
     */
    public long turn(long patienceMillis) throws InterruptedException {
        if (standing.incarnation() == 0) {
            return NOT_STARTED_MILLIS;
        }
        try {
            NodeSession session = driver.get();
            return serve(session == null ? takeSeat() : session, patienceMillis);
        } catch (SupersededException superseded) {
            LOG.error("{}", superseded.getMessage());
            leaveSeat();
            standing.leave(String.valueOf(superseded.getMessage()));
            return 0;
        } catch (SQLException failed) {
            leaveSeat();
            standing.databaseReopened();
            letGoOfGates();
            contact.lost(database.classify(failed).message());
            LOG.warn("node {}: the driver's session failed; trying again: {}", node, failed.getMessage());
            return backoff.nextMillis();
        } catch (RuntimeException bug) {
            // Not known to be harmless: start over from the ledger, slowly, and say so.
            LOG.error("node {}: the work failed in a way that it must not; starting over", node, bug);
            leaveSeat();
            standing.databaseReopened();
            return IDLE_MILLIS + backoff.nextMillis();
        }
    }

    private NodeSession takeSeat() throws SQLException, InterruptedException {
        NodeSession session = seat.take(standing.incarnation());
        driver.set(session);
        if (seatedBefore) {
            standing.databaseReopened();
        }
        seatedBefore = true;
        contact.reached();
        return session;
    }

    private void leaveSeat() {
        standing.unseated();
        NodeSession session = driver.getAndSet(null);
        if (session != null) {
            session.close();
        }
    }

    private long serve(NodeSession session, long patienceMillis) throws SQLException, InterruptedException {
        session.ledger().requireIncarnation(standing.incarnation());
        standing.rests();
        if (!standing.awaitConfirmed(patienceMillis)) {
            letGoOfGates();
            return IDLE_MILLIS - patienceMillis;
        }
        wakeUps.drainPermits();
        boolean worked = false;
        List<EpochRow> epochs = session.ledger().openEpochs();
        leaveClosed(epochs);
        for (EpochRow epoch : epochs) {
            worked |= executor.advance(session, epoch);
        }
        backoff.reset();
        if (worked || wakeUps.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
            return 0;
        }
        return IDLE_MILLIS - patienceMillis;
    }

    /** It goes behind the gates again before its next step. Until then it can do nothing, and must keep nobody waiting who goes on without it. */
    private void letGoOfGates() {
        openBefore.forEach(admission::leave);
    }

    private void leaveClosed(List<EpochRow> open) {
        Set<Long> now = new HashSet<>();
        open.forEach(epoch -> now.add(epoch.epoch()));
        for (long epoch : openBefore) {
            if (!now.contains(epoch)) {
                admission.leave(epoch);
                reports.forget(epoch);
                executor.forget(epoch);
            }
        }
        openBefore.clear();
        openBefore.addAll(now);
    }

    /** Hears whether the node's database can be reached. */
    public interface DatabaseContact {
        /** All is well with the database. */
        void reached();

        /** A session broke, with what the server or the driver said. */
        void lost(String message);
    }
}
