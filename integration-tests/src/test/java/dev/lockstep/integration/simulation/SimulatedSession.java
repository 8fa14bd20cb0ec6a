package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One session on a simulated server, and the client that holds its other end. */
final class SimulatedSession implements NodeSession {
    private final SimulatedDatabase database;
    private final World world;
    private final Process process;
    private final String id;
    private final SessionPurpose purpose;
    private final Ledger ledger = new Ledger(new SimulatedTables(this));
    private final List<Act> acts = new ArrayList<>();
    private @Nullable LedgerRows openLedger;
    private @Nullable Schema openSchema;
    private @Nullable RunningStatement running;
    private boolean inTransaction;
    private boolean gone;
    private boolean abandoned;
    private long incarnation;

    SimulatedSession(SimulatedDatabase database, Process process, String id, SessionPurpose purpose) {
        this.database = database;
        this.world = database.world();
        this.process = process;
        this.id = id;
        this.purpose = purpose;
        this.incarnation = world.incarnationOf(process, database.node());
    }

    SimulatedDatabase database() {
        return database;
    }

    Process process() {
        return process;
    }

    String id() {
        return id;
    }

    SessionPurpose purpose() {
        return purpose;
    }

    boolean isGone() {
        return gone;
    }

    /** Whether its client is no longer there, and the server does not know yet. */
    boolean isAbandoned() {
        return abandoned || !process.isAlive();
    }

    long incarnation() {
        return incarnation;
    }

    void incarnation(long raised) {
        incarnation = raised;
        world.incarnationOf(process, database.node(), raised);
    }

    Seams lies() {
        return world.seams();
    }

    @Nullable
    RunningStatement running() {
        return running;
    }

    /** What a call does on the server. */
    interface Body<T> {
        T run() throws SQLException;
    }

    /** One call over the network; anything may happen before it and after it. */
    <T> T call(Body<T> body) throws SQLException {
        before();
        T result = body.run();
        after();
        return result;
    }

    private void before() throws SQLException {
        process.requireAlive();
        Faults faults = world.faults();
        if (!gone && !faults.isHealed()) {
            if (faults.strikes(Fault.SLOW_CALL, 150)) {
                world.pass(process, world.chance().between(1, 800));
            }
            if (faults.strikes(Fault.AGENT_PAUSE, 700)) {
                world.pauseHere(process, world.chance().between(500, 20_000));
            }
            if (faults.strikes(Fault.AGENT_CRASH, 900)) {
                world.crashHere(process);
            }
            if (faults.strikes(Fault.DATABASE_CUT, 500)) {
                throw cut();
            }
            if (faults.strikes(Fault.DATABASE_RESTART, 1500)) {
                database.restart();
            }
        }
        if (gone) {
            throw new SQLException("the session is gone", SimulatedDatabase.CONTACT_LOST);
        }
    }

    private void after() throws SQLException {
        Faults faults = world.faults();
        if (faults.isHealed()) {
            return;
        }
        if (faults.strikes(Fault.AGENT_CRASH, 900)) {
            world.crashHere(process);
        }
        if (faults.strikes(Fault.DATABASE_CUT, 500)) {
            throw cut();
        }
    }

    private SQLException cut() {
        abandon();
        return new SQLException("contact was lost", SimulatedDatabase.CONTACT_LOST);
    }

    /** The client is gone; the server notices later. */
    void abandon() {
        if (!abandoned && !gone) {
            abandoned = true;
            long notices = world.chance().oneIn(2) ? 0 : world.chance().between(1, 4000);
            world.schedule().in(notices, database.lane(), "notices the end of " + id, this::clientIsGone);
        }
    }

    private void clientIsGone() {
        RunningStatement statement = running;
        if (statement != null && database.isMySql() && !gone) {
            // It goes on to its end, and the session with its lock lives on as long.
            statement.thenTerminate();
        } else {
            terminate();
        }
    }

    /** The server ends the session. */
    void terminate() {
        if (gone) {
            return;
        }
        RunningStatement statement = running;
        if (statement != null) {
            statement.breakOff();
        }
        gone = true;
        dropTransaction();
        database.forget(this);
    }

    private void dropTransaction() {
        inTransaction = false;
        openLedger = null;
        openSchema = null;
        acts.clear();
        database.unlock(this);
    }

    LedgerRows ledgerNow() {
        LedgerRows open = openLedger;
        return open != null ? open : database.ledger();
    }

    Schema schemaNow() {
        Schema open = openSchema;
        return open != null ? open : database.schema();
    }

    void lockLedger() throws SQLException {
        database.lockLedger(this);
        if (!inTransaction) {
            database.unlock(this);
        }
    }

    LedgerRows ledgerToWrite() throws SQLException {
        database.lockLedger(this);
        LedgerRows open = openLedger;
        if (open == null) {
            open = database.ledger().copy();
            openLedger = open;
        }
        return open;
    }

    private Schema schemaToWrite() throws SQLException {
        database.lockSchema(this);
        Schema open = openSchema;
        if (open == null) {
            open = database.schema().copy();
            openSchema = open;
        }
        return open;
    }

    /** Outside of a transaction every statement commits by itself. */
    void afterWrite() {
        if (!inTransaction) {
            commitNow();
        }
    }

    private void commitNow() {
        LedgerRows newLedger = openLedger;
        Schema newSchema = openSchema;
        List<Act> done = List.copyOf(acts);
        dropTransaction();
        for (Act act : done) {
            world.effects().add(this, act);
        }
        if (newLedger != null || newSchema != null) {
            database.commit(newLedger, newSchema);
        }
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void begin() throws SQLException {
        call(() -> {
            inTransaction = true;
            return true;
        });
    }

    @Override
    public void commit() throws SQLException {
        call(() -> {
            lies().commit(this);
            return true;
        });
    }

    /** Both halves at once, as it should be. */
    void commitWhole() {
        commitNow();
    }

    /** One half, a moment in which anything may happen, then the other. */
    void commitInHalves(boolean ledgerFirst) throws SQLException {
        LedgerRows rows = openLedger;
        Schema objects = openSchema;
        List<Act> done = List.copyOf(acts);
        if (rows == null || objects == null) {
            commitNow();
            return;
        }
        dropTransaction();
        if (ledgerFirst) {
            database.commit(rows, null);
        } else {
            done.forEach(act -> world.effects().add(this, act));
            database.commit(null, objects);
        }
        if (world.chance().oneIn(20)) {
            world.crashHere(process);
        }
        if (ledgerFirst) {
            done.forEach(act -> world.effects().add(this, act));
            database.commit(null, objects);
        } else {
            database.commit(rows, null);
        }
    }

    @Override
    public void rollback() throws SQLException {
        if (process.isAlive()) {
            dropTransaction();
        }
    }

    @Override
    public void createLedger() throws SQLException {
        call(() -> true);
    }

    @Override
    public ServerIdentity identity() throws SQLException {
        return call(() -> new ServerIdentity(database.engine(), "1", "database-" + database.node()));
    }

    @Override
    public List<String> objections() throws SQLException {
        return call(List::of);
    }

    @Override
    public boolean tryLock() throws SQLException {
        return call(() -> lies().tryLock(this));
    }

    @Override
    public Optional<String> lockHolder() throws SQLException {
        return call(() -> database.lockHolder().map(SimulatedSession::id));
    }

    @Override
    public List<String> otherSessions() throws SQLException {
        return call(() -> database.marked(this));
    }

    @Override
    public void end(String sessionId) throws SQLException {
        call(() -> {
            lies().end(this, sessionId);
            return true;
        });
    }

    @Override
    public Catalog catalog() throws SQLException {
        return call(() -> lies().catalog(this, new Catalog(schemaNow().objects, new TreeMap<>())));
    }

    @Override
    public Catalog catalog(Collection<String> paths) throws SQLException {
        return call(() -> {
            TreeMap<String, String> found = new TreeMap<>();
            for (String path : paths) {
                String definition = schemaNow().objects.get(path);
                if (definition != null) {
                    found.put(path, definition);
                }
            }
            return lies().catalog(this, paths, new Catalog(found, new TreeMap<>()));
        });
    }

    @Override
    public Planned plan(Change change, ByteString changeHash, long epoch) throws SQLException {
        return call(() -> world.faults().strikes(Fault.PREFLIGHT_REFUSED, 8)
                ? SimulatedPlanner.refusal()
                : SimulatedPlanner.plan(database, schemaNow(), change, changeHash, epoch));
    }

    @Override
    public void prepare(Statement statement) throws SQLException {
        call(() -> true);
    }

    @Override
    public Optional<String> transactionMark() throws SQLException {
        return call(() -> Optional.of("one"));
    }

    @Override
    public void run(String sql) throws SQLException {
        call(() -> {
            Act act = lies().statement(this, Act.parse(sql));
            if (world.faults().strikes(Fault.LOCK_WAIT, 15)) {
                throw new SQLException("a lock was not given", SimulatedDatabase.LOCKED);
            }
            if (world.faults().strikes(Fault.STEP_REFUSED, 60)) {
                throw new SQLException("the server does not want to", "53100");
            }
            if (inTransaction) {
                schemaToWrite().apply(act);
                acts.add(act);
                world.checker().onStatement(this, act);
            } else {
                runAlone(act);
            }
            return true;
        });
    }

    private void runAlone(Act act) throws SQLException {
        if (database.isSchemaLocked()) {
            throw new SQLException("a lock was not given", SimulatedDatabase.LOCKED);
        }
        world.checker().onStatement(this, act);
        long takes =
                world.faults().strikes(Fault.SLOW_STATEMENT, 3) ? world.chance().between(5, 15_000) : 0;
        RunningStatement statement = new RunningStatement(this, act);
        running = statement;
        if (takes == 0) {
            statement.complete();
        } else {
            world.schedule().in(takes, database.lane(), "completes " + act.sql(), statement::complete);
            if (world.faults().strikes(Fault.AGENT_CRASH, 10)) {
                world.crashHere(process);
            }
            while (statement.isRunning() && !gone) {
                world.pass(process, Math.max(1, Math.min(takes, 500)));
            }
        }
        if (gone) {
            throw new SQLException("the session was ended", SimulatedDatabase.CONTACT_LOST);
        }
        statement.throwFailure();
    }

    void statementEnded() {
        running = null;
    }

    @Override
    public boolean isTrue(String query) throws SQLException {
        return call(() -> lies().isTrue(this, query, schemaNow().objects.containsKey(query.split(" ")[1])));
    }

    @Override
    public List<String> rows(String query, int limit) throws SQLException {
        return call(() -> schemaNow().isFilled()
                ? List.of()
                : List.of("row " + schemaNow().filled.nextClearBit(0)));
    }

    @Override
    public List<String> blockers(Step step) {
        return List.of();
    }

    @Override
    public Ranges ranges(Backfill backfill) {
        return new SimulatedRanges();
    }

    private final class SimulatedRanges implements Ranges {
        @Override
        public Optional<List<String>> upperBound(@Nullable List<String> lower, @Nullable List<String> limit, int rows)
                throws SQLException {
            return call(() -> {
                int from = lower == null ? 0 : Integer.parseInt(lower.get(0)) + 1;
                int to = Math.min(
                                schemaNow().rows,
                                from + Math.min(rows, world.scenario().batchRows()))
                        - 1;
                return lies().upperBound(from > to ? Optional.empty() : Optional.of(List.of("" + to)));
            });
        }

        @Override
        public int fill(@Nullable List<String> lower, List<String> upper) throws SQLException {
            return call(() -> {
                int from = lower == null ? 0 : Integer.parseInt(lower.get(0)) + 1;
                int to = Integer.parseInt(upper.get(0)) + 1;
                Schema open = schemaToWrite();
                int filledBefore = open.filled.get(from, to).cardinality();
                open.filled.set(from, to);
                return to - from - filledBefore;
            });
        }

        @Override
        public long estimateRows() {
            return schemaNow().rows;
        }
    }

    @Override
    public void cancel() {
        RunningStatement statement = running;
        if (process.isAlive() && statement != null && !gone) {
            statement.cancel();
        }
    }

    @Override
    public void close() {
        if (process.isAlive() && !abandoned) {
            terminate();
        } else {
            abandon();
        }
    }
}
