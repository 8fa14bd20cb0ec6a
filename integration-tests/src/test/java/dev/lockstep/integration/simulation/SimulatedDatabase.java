package dev.lockstep.integration.simulation;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Engine;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server of one node. What it holds was committed; what a session's transaction holds is the session's. It knows nothing of its clients but what reaches
 * it: a session lives on after its client's death until the server notices, and on MySQL until the statement is through.
 */
final class SimulatedDatabase {
    static final String CONTACT_LOST = "08006";
    static final String LOCKED = "55P03";
    static final String CANCELLED = "57014";

    private final World world;
    private final String node;
    private final Engine engine;
    private final Lane lane;
    private final List<SimulatedSession> sessions = new ArrayList<>();
    private LedgerRows ledger = new LedgerRows();
    private LedgerRows ledgerBefore = ledger;
    private Schema schema;
    private @Nullable SimulatedSession ledgerWriter;
    private @Nullable SimulatedSession schemaWriter;
    private @Nullable SimulatedSession lockHolder;
    private @Nullable Backup backup;
    /** What backups have replaced, the oldest first. */
    private final Deque<Backup> originals = new ArrayDeque<>();

    private @Nullable LedgerRows restored;
    private long downUntil;
    private int opened;

    /** What a database held at some time, and what the checker knew of it then. */
    private record Backup(LedgerRows ledger, Schema schema, NodeAccount account) {}

    SimulatedDatabase(World world, String node, Engine engine, int rows) {
        this.world = world;
        this.node = node;
        this.engine = engine;
        this.lane = new Lane("db-" + node, null);
        this.schema = new Schema(rows);
        for (int i = 1; i <= World.MOST_EPOCHS; i++) {
            schema.objects.put("table:old" + i, "old");
        }
    }

    World world() {
        return world;
    }

    String node() {
        return node;
    }

    Engine engine() {
        return engine;
    }

    boolean isMySql() {
        return engine != Engine.POSTGRES;
    }

    Lane lane() {
        return lane;
    }

    LedgerRows ledger() {
        return ledger;
    }

    Schema schema() {
        return schema;
    }

    /** The door through which one process comes. */
    NodeDatabase door(Process process) {
        return new Door(process);
    }

    private final class Door implements NodeDatabase {
        private final Process process;

        Door(Process process) {
            this.process = process;
        }

        @Override
        public NodeSession open(SessionPurpose purpose) throws SQLException {
            process.requireAlive();
            if (downUntil > world.now() || world.faults().strikes(Fault.DATABASE_CUT, 400)) {
                throw new SQLException("the server does not answer", CONTACT_LOST);
            }
            SimulatedSession session =
                    new SimulatedSession(SimulatedDatabase.this, process, node + "-" + ++opened, purpose);
            sessions.add(session);
            return session;
        }

        @Override
        public SqlFailure classify(SQLException failure) {
            String code = Optional.ofNullable(failure.getSQLState()).orElse("");
            SqlFailure.Kind kind = switch (code) {
                case CONTACT_LOST -> SqlFailure.Kind.UNKNOWN;
                case LOCKED, CANCELLED -> SqlFailure.Kind.RETRYABLE;
                default -> SqlFailure.Kind.REFUSED;
            };
            return new SqlFailure(kind, code, String.valueOf(failure.getMessage()));
        }
    }

    /** Gives a session the right to write the ledger's rows until its transaction ends. */
    void lockLedger(SimulatedSession session) throws SQLException {
        ledgerWriter = given(session, ledgerWriter);
    }

    void lockSchema(SimulatedSession session) throws SQLException {
        schemaWriter = given(session, schemaWriter);
    }

    private static SimulatedSession given(SimulatedSession session, @Nullable SimulatedSession writer)
            throws SQLException {
        if (writer == null || writer == session || writer.isGone()) {
            return session;
        }
        if (writer.process() == session.process() && !writer.isAbandoned()) {
            session.rollback();
            throw new Unwound.Blocked();
        }
        throw new SQLException("a lock was not given in time; session " + writer.id() + " has it", LOCKED);
    }

    void unlock(SimulatedSession session) {
        ledgerWriter = ledgerWriter == session ? null : ledgerWriter;
        schemaWriter = schemaWriter == session ? null : schemaWriter;
    }

    boolean isSchemaLocked() {
        return schemaWriter != null && !schemaWriter.isGone();
    }

    void commit(@Nullable LedgerRows newLedger, @Nullable Schema newSchema) {
        ledgerBefore = ledger;
        ledger = newLedger != null ? newLedger : ledger;
        schema = newSchema != null ? newSchema : schema;
        world.checker().onCommit(this);
    }

    boolean tryLock(SimulatedSession session) {
        if (lockHolder == null || lockHolder.isGone()) {
            lockHolder = session;
        }
        return lockHolder == session;
    }

    Optional<SimulatedSession> lockHolder() {
        return lockHolder == null || lockHolder.isGone() ? Optional.empty() : Optional.of(lockHolder);
    }

    List<String> marked(SimulatedSession but) {
        return sessions.stream()
                .filter(each -> each == lockHolder || each.purpose().isMarked())
                .filter(each -> each != but && !each.isGone())
                .map(SimulatedSession::id)
                .toList();
    }

    void end(String sessionId) {
        for (SimulatedSession each : List.copyOf(sessions)) {
            if (each.id().equals(sessionId)) {
                long delay = world.chance().oneIn(3) ? world.chance().between(1, 1500) : 0;
                world.schedule().in(delay, lane, "ends " + each.id(), each::terminate);
            }
        }
    }

    void forget(SimulatedSession session) {
        sessions.remove(session);
    }

    /** Statements that run by themselves now. */
    List<SimulatedSession> sessions() {
        return sessions;
    }

    /** The server dies and comes back at once: what was committed is there, and nothing else. */
    void restart() {
        for (SimulatedSession each : List.copyOf(sessions)) {
            each.terminate();
        }
        world.seams().restarted(this);
    }

    private Backup now() {
        return new Backup(ledger, schema, world.checker().node(node).account());
    }

    void takeBackup() {
        if (ledger.node != null) {
            backup = now();
        }
    }

    boolean hasBackup() {
        return backup != null;
    }

    /** Somebody puts an older backup in its place, which takes a while. */
    void restoreBackup(long takesMillis) {
        Backup older = Objects.requireNonNull(backup);
        world.trace().say(node + " is restored from a backup");
        restart();
        boolean isUntouched = !originals.isEmpty() && ledger == restored;
        if (!isUntouched) {
            originals.add(now());
        }
        replaceBy(older, true);
        restored = ledger;
        downUntil = world.now() + takesMillis;
    }

    /** Whether there is something that a backup has replaced and that would have to come back before the node may go on. */
    boolean isReplaced() {
        return !originals.isEmpty() && world.checker().node(node).isOlderThanItSaid();
    }

    /** Brings back what a backup replaced that may not be served. */
    void repair() {
        world.trace().say(node + " is what it was again");
        restart();
        // What was counted late may be newer than the last one: then it is one that was replaced before that.
        while (isReplaced()) {
            replaceBy(originals.removeLast(), false);
        }
        originals.clear();
    }

    private void replaceBy(Backup state, boolean isBackup) {
        ledger = state.ledger();
        ledgerBefore = ledger;
        schema = state.schema();
        world.checker().node(node).replaced(state.account(), isBackup);
    }

    /** Somebody gives it the objects of another one, by hand. */
    void becomeLike(SimulatedDatabase other) {
        if (!isSchemaLocked()) {
            schema = schema.withObjectsOf(other.schema());
        }
    }

    /** What a server does that answers before its commits are safe. */
    void loseLastCommit() {
        commit(ledgerBefore, null);
    }
}
