package dev.lockstep.integration.bench;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session with a database in memory. Its plans have one check in each phase, which finds nothing at once: the check's query says which phase has started.
 */
final class MemorySession implements NodeSession {
    /** The phases of an epoch that has work in none of them. */
    static final List<Phase> PHASES = List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);

    private final MemoryDatabase database;
    private final Ledger ledger = new Ledger(new MemoryTables(this));
    private @Nullable MemoryRows open;

    MemorySession(MemoryDatabase database) {
        this.database = database;
    }

    /** As this session sees them. */
    MemoryRows rows() {
        MemoryRows own = open;
        return own == null ? database.committed() : own;
    }

    /** Writes in the transaction, or in one of its own. */
    void write(Consumer<MemoryRows> how) {
        MemoryRows own = open;
        if (own == null) {
            MemoryRows alone = database.begin();
            how.accept(alone);
            database.commit(alone);
        } else {
            how.accept(own);
        }
    }

    SharedBytes bytes() {
        return database.bytes();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void begin() {
        open = database.begin();
    }

    @Override
    public void commit() {
        MemoryRows own = open;
        if (own != null) {
            open = null;
            database.commit(own);
        }
    }

    @Override
    public void rollback() {
        if (open != null) {
            open = null;
            database.rollback();
        }
    }

    @Override
    public void createLedger() {}

    @Override
    public ServerIdentity identity() {
        return new ServerIdentity(Engine.POSTGRES, "in memory", database.fleet() + "/" + database.node());
    }

    @Override
    public List<String> objections() {
        return List.of();
    }

    @Override
    public boolean tryLock() {
        return database.tryLock(this);
    }

    @Override
    public Optional<String> lockHolder() {
        return Optional.empty();
    }

    @Override
    public List<String> otherSessions() {
        return List.of();
    }

    @Override
    public void end(String sessionId) {
        throw new UnsupportedOperationException("expected one agent for each node, found a second one");
    }

    @Override
    public Catalog catalog() {
        return new Catalog(new TreeMap<>(), new TreeMap<>());
    }

    @Override
    public Catalog catalog(Collection<String> paths) {
        return catalog();
    }

    @Override
    public Planned plan(Change change, ByteString changeHash, long epoch) {
        Plan.Builder plan = Plan.newBuilder()
                .setFleet(change.getFleet())
                .setEpoch(epoch)
                .setNode(database.node())
                .setChangeHash(changeHash)
                .setEngine(Engine.POSTGRES)
                .setVersionClass("in memory");
        for (Phase phase : PHASES) {
            plan.addSteps(Step.newBuilder()
                    .setNumber(plan.getStepsCount() + 1)
                    .setPhase(phase)
                    .setSummary("nothing")
                    .setCheck(Check.newBuilder()
                            .setQuery(epoch + " " + phase.name())
                            .setExpectation("nothing is to be done")));
        }
        ByteString bytes = plan.build().toByteString();
        return Planned.newBuilder()
                .setPlan(bytes)
                .setPlanHash(Hashing.hash(Domain.PLAN, bytes))
                .build();
    }

    @Override
    public List<String> rows(String query, int limit) {
        String[] words = query.split(" ");
        database.starts().started(Long.parseLong(words[0]), Phase.valueOf(words[1]), database.node());
        database.statements().take();
        return List.of();
    }

    @Override
    public void prepare(Statement statement) {}

    @Override
    public Optional<String> transactionMark() {
        return Optional.empty();
    }

    @Override
    public void run(String sql) throws SQLException {
        throw new SQLException("expected phases without work, found " + sql);
    }

    @Override
    public boolean isTrue(String query) throws SQLException {
        throw new SQLException("expected phases without work, found " + query);
    }

    @Override
    public List<String> blockers(Step step) {
        return List.of();
    }

    @Override
    public Ranges ranges(Backfill backfill) {
        throw new UnsupportedOperationException("expected phases without work, found a backfill");
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
        rollback();
        database.unlock(this);
    }
}
