package dev.lockstep.integration.bench;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A node's database in memory: a ledger, a lock, and phases without work. One transaction at a time; it never fails. */
final class MemoryDatabase implements NodeDatabase {
    private final String fleet;
    private final String node;
    private final PhaseStarts starts;
    private final StatementTime statements;
    private final SharedBytes bytes;
    private final Semaphore transaction = new Semaphore(1);
    private volatile MemoryRows committed = new MemoryRows();
    private @Nullable NodeSession lockHolder;

    /**
     * @param starts hears of each phase that the agent starts here
     * @param statements what each of them takes
     * @param bytes shared by the databases of the fleet
     */
    MemoryDatabase(String fleet, String node, PhaseStarts starts, StatementTime statements, SharedBytes bytes) {
        this.statements = statements;
        this.bytes = bytes;
        this.fleet = fleet;
        this.node = node;
        this.starts = starts;
    }

    String fleet() {
        return fleet;
    }

    String node() {
        return node;
    }

    SharedBytes bytes() {
        return bytes;
    }

    PhaseStarts starts() {
        return starts;
    }

    StatementTime statements() {
        return statements;
    }

    @Override
    public NodeSession open(SessionPurpose purpose) {
        return new MemorySession(this);
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return new SqlFailure(SqlFailure.Kind.REFUSED, "", String.valueOf(failure.getMessage()));
    }

    MemoryRows committed() {
        return committed;
    }

    /** Waits for its turn, and gives a copy to work on. */
    MemoryRows begin() {
        transaction.acquireUninterruptibly();
        return committed.copy();
    }

    void commit(MemoryRows rows) {
        committed = rows;
        transaction.release();
    }

    void rollback() {
        transaction.release();
    }

    synchronized boolean tryLock(NodeSession session) {
        if (lockHolder == null) {
            lockHolder = session;
        }
        return Objects.equals(lockHolder, session);
    }

    synchronized void unlock(NodeSession session) {
        if (Objects.equals(lockHolder, session)) {
            lockHolder = null;
        }
    }
}
