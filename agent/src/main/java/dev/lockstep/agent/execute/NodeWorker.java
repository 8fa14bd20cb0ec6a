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
                serveUntilTrouble();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            // The process may go on with its other nodes: a gate that it kept for this one would never close.
            openBefore.forEach(admission::leave);
        }
    }

    private void serveUntilTrouble() throws InterruptedException {
        if (standing.incarnation() == 0) {
            pacer.pause(20);
            return;
        }
        try (NodeSession session = seat.take(standing.incarnation())) {
            driver.set(session);
            if (seatedBefore) {
                standing.databaseReopened();
            }
            seatedBefore = true;
            contact.reached();
            serve(session);
        } catch (SupersededException superseded) {
            LOG.error("{}", superseded.getMessage());
            standing.leave(String.valueOf(superseded.getMessage()));
        } catch (SQLException failed) {
            standing.databaseReopened();
            // It goes behind the gates again before its next step. Until then it can do nothing, and must keep nobody waiting who goes on without it.
            openBefore.forEach(admission::leave);
            contact.lost(database.classify(failed).message());
            LOG.warn("node {}: the driver's session failed; trying again: {}", node, failed.getMessage());
            pacer.pause(backoff.nextMillis());
        } catch (RuntimeException bug) {
            // Not known to be harmless: start over from the ledger, slowly, and say so.
            LOG.error("node {}: the work failed in a way that it must not; starting over", node, bug);
            standing.databaseReopened();
            pacer.pause(IDLE_MILLIS + backoff.nextMillis());
        } finally {
            driver.set(null);
        }
    }

    private void serve(NodeSession session) throws SQLException, InterruptedException {
        while (standing.leftReason().isEmpty()) {
            session.ledger().requireIncarnation(standing.incarnation());
            if (!standing.awaitConfirmed(IDLE_MILLIS)) {
                continue;
            }
            wakeUps.drainPermits();
            boolean worked = false;
            List<EpochRow> epochs = session.ledger().openEpochs();
            leaveClosed(epochs);
            for (EpochRow epoch : epochs) {
                worked |= executor.advance(session, epoch);
            }
            backoff.reset();
            if (!worked && wakeUps.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        }
    }

    private void leaveClosed(List<EpochRow> open) {
        Set<Long> now = new HashSet<>();
        open.forEach(epoch -> now.add(epoch.epoch()));
        for (long epoch : openBefore) {
            if (!now.contains(epoch)) {
                admission.leave(epoch);
                reports.forget(epoch);
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
