package dev.lockstep.agent.node;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.v1.Position;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory, with a ledger, a few objects, rows to fill, one transaction at a time, a session lock, and a network that can break at any call.
 *
 * <p>Its statements: {@code make PATH=TEXT}, {@code drop PATH}, {@code add PATH} (each time once more), {@code build PATH=TEXT} (leaves INVALID when it
 * breaks), {@code CREATE INDEX NAME ON TABLE}, {@code commit}, {@code fail TEXT}, {@code busy}. Its queries: {@code exists PATH} and {@code list A,B}.
 */
public final class ToyDatabase implements NodeDatabase {
    static final String CONTACT_LOST = "08006";
    static final String LOCKED = "55P03";

    final Semaphore transaction = new Semaphore(1);
    final AtomicInteger sessions = new AtomicInteger();
    private volatile long lockWaitMillis = 10_000;
    private final List<ToySession> marked = new CopyOnWriteArrayList<>();
    final AtomicInteger transactions = new AtomicInteger();
    volatile @Nullable Supplier<List<Strain>> strains;
    private ToyState state = new ToyState();
    private @Nullable ToySession lockHolder;
    private int breakAt;
    private Break breakHow = Break.BEFORE;
    private String breakSql = "";
    private int calls;
    private int busy;
    private String identity = "toy-1";

    /** Where in a call contact is lost. */
    public enum Break {
        /** The server never hears of it. */
        BEFORE,
        /** The server stops in the middle. */
        DURING,
        /** The server has done it, and the answer is lost. */
        AFTER
    }

    /** From now on it is asked for what holds a backfill back. */
    public void strained(Supplier<List<Strain>> by) {
        strains = by;
    }

    /** Breaks the session that makes the call with this number, counted from now; 0 for never. */
    public synchronized void breakAtCall(int number, Break how) {
        calls = 0;
        breakAt = number;
        breakHow = how;
    }

    /** Breaks the session that runs this statement. */
    public synchronized void breakAtStatement(String sql, Break how) {
        breakSql = sql;
        breakHow = how;
    }

    /** The call that begins now runs this statement. */
    synchronized void running(String sql) {
        if (sql.equals(breakSql)) {
            breakSql = "";
            breakAtCall(1, breakHow);
        }
    }

    /** Whether the break has happened. */
    public synchronized boolean hasBroken() {
        return breakAt > 0 && calls >= breakAt;
    }

    /** The next statements {@code busy} are refused a lock this often. */
    public synchronized void beBusy(int times) {
        busy = times;
    }

    synchronized boolean takeBusy() {
        return busy-- > 0;
    }

    /** Puts an object there, as somebody beside the epoch would. */
    public synchronized void put(String path, String definition) {
        state.objects.put(path, definition);
    }

    /** As if an agent had worked that knows no observations. */
    public synchronized void forgetObservations() {
        state.observations.clear();
    }

    /** Adds rows that need to be filled. */
    public synchronized void addRows(int from, int to) {
        for (int key = from; key <= to; key++) {
            state.rows.put(key, false);
        }
    }

    /** Makes a row need filling again, as a writer without trigger would. */
    public synchronized void emptyRow(int key) {
        state.rows.put(key, false);
    }

    public synchronized long unfilledRows() {
        return state.rows.values().stream().filter(filled -> !filled).count();
    }

    /** Every statement that had an effect which was committed. */
    public synchronized List<String> effects() {
        return List.copyOf(state.effects);
    }

    /** The position of its ledger, seen from outside. */
    public synchronized Optional<Position> position() {
        return Optional.ofNullable(state.node).map(NodeRow::position);
    }

    public synchronized void becomes(String databaseIdentity) {
        identity = databaseIdentity;
    }

    synchronized String identity() {
        return identity;
    }

    /** How long the next transactions wait for the one that is open. */
    public void waitForLocks(Duration atMost) {
        lockWaitMillis = atMost.toMillis();
    }

    @Override
    public ToySession open(SessionPurpose purpose) {
        ToySession session = new ToySession(this, "session-" + sessions.incrementAndGet());
        if (purpose.isMarked()) {
            marked.add(session);
        }
        return session;
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        String code = Optional.ofNullable(failure.getSQLState()).orElse("");
        SqlFailure.Kind kind = code.equals(CONTACT_LOST)
                ? SqlFailure.Kind.UNKNOWN
                : code.equals(LOCKED) ? SqlFailure.Kind.RETRYABLE : SqlFailure.Kind.REFUSED;
        return new SqlFailure(kind, code, String.valueOf(failure.getMessage()));
    }

    /** How the call that begins now ends; empty when it goes well. */
    synchronized Optional<Break> nextCall() {
        calls++;
        return calls == breakAt ? Optional.of(breakHow) : Optional.empty();
    }

    synchronized ToyState state() {
        return state;
    }

    synchronized void replace(ToyState committed) {
        state = committed;
    }

    synchronized boolean tryLock(ToySession session) {
        if (lockHolder == null || lockHolder.isGone()) {
            lockHolder = session;
        }
        return lockHolder == session;
    }

    synchronized Optional<ToySession> lockHolder() {
        return lockHolder == null || lockHolder.isGone() ? Optional.empty() : Optional.of(lockHolder);
    }

    /** Sessions that hold the lock or are marked. */
    List<ToySession> marked() {
        return Stream.concat(lockHolder().stream(), marked.stream())
                .filter(each -> !each.isGone())
                .distinct()
                .toList();
    }

    void beginTransaction() throws SQLException {
        try {
            if (!transaction.tryAcquire(lockWaitMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLException("the toy's only transaction was never given back", LOCKED);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", CONTACT_LOST);
        }
        transactions.incrementAndGet();
    }
}
