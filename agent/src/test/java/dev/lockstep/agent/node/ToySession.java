package dev.lockstep.agent.node;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.node.ToyDatabase.Break;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Engine;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One session with a toy database. */
public final class ToySession implements NodeSession {
    private final ToyDatabase database;
    private final String id;
    private final Ledger ledger;
    private @Nullable ToyState open;
    private volatile boolean gone;

    ToySession(ToyDatabase database, String id) {
        this.database = database;
        this.id = id;
        this.ledger = new Ledger(new ToyTables(this));
    }

    boolean isGone() {
        return gone;
    }

    /** One call over the network. */
    <T> T call(Body<T> body) throws SQLException {
        return call(body, half -> {});
    }

    private <T> T call(Body<T> body, Consumer<ToyState> half) throws SQLException {
        if (gone) {
            throw new SQLException("the session is gone", ToyDatabase.CONTACT_LOST);
        }
        Optional<Break> breaks = database.nextCall();
        if (breaks.isPresent() && breaks.get() != Break.AFTER) {
            if (breaks.get() == Break.DURING && open == null) {
                half.accept(database.state());
            }
            throw die();
        }
        T result = body.run();
        if (breaks.isPresent()) {
            throw die();
        }
        return result;
    }

    private SQLException die() {
        close();
        return new SQLException("contact was lost", ToyDatabase.CONTACT_LOST);
    }

    ToyState now() {
        return open != null ? open : database.state();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void begin() throws SQLException {
        if (gone) {
            throw new SQLException("the session is gone", ToyDatabase.CONTACT_LOST);
        }
        database.beginTransaction();
        open = database.state().copy();
    }

    @Override
    public void commit() throws SQLException {
        call(() -> {
            commitNow();
            return true;
        });
    }

    private void commitNow() {
        if (open != null) {
            database.replace(open);
            open = null;
            database.transaction.release();
        }
    }

    @Override
    public void rollback() throws SQLException {
        if (open != null) {
            open = null;
            database.transaction.release();
        }
    }

    @Override
    public void createLedger() {}

    @Override
    public ServerIdentity identity() {
        return new ServerIdentity(Engine.POSTGRES, "0.1", database.identity());
    }

    @Override
    public List<String> objections() {
        return List.of();
    }

    @Override
    public boolean tryLock() throws SQLException {
        return call(() -> database.tryLock(this));
    }

    @Override
    public Optional<String> lockHolder() throws SQLException {
        return call(() -> database.lockHolder().map(holder -> holder.id));
    }

    @Override
    public List<String> otherSessions() throws SQLException {
        return call(() -> database.marked().stream()
                .filter(each -> each != this)
                .map(each -> each.id)
                .toList());
    }

    @Override
    public void end(String sessionId) throws SQLException {
        call(() -> {
            database.marked().stream().filter(each -> each.id.equals(sessionId)).forEach(ToySession::close);
            return true;
        });
    }

    @Override
    public Catalog catalog() throws SQLException {
        return call(() -> new Catalog(new TreeMap<>(now().objects), new TreeMap<>()));
    }

    @Override
    public Catalog catalog(Collection<String> paths) throws SQLException {
        return catalog();
    }

    @Override
    public Planned plan(Change change, ByteString changeHash, long epoch) throws SQLException {
        return call(() -> {
            ByteString plan = Plan.newBuilder()
                    .setEpoch(epoch)
                    .setChangeHash(changeHash)
                    .setVersionClass(change.getName())
                    .build()
                    .toByteString();
            return Planned.newBuilder()
                    .setPlan(plan)
                    .setPlanHash(Hashing.hash(Domain.PLAN, plan))
                    .build();
        });
    }

    @Override
    public void prepare(Statement statement) throws SQLException {
        call(() -> true);
    }

    @Override
    public Optional<String> transactionMark() throws SQLException {
        return call(() -> Optional.of("transaction " + database.transactions.get()));
    }

    @Override
    public void run(String sql) throws SQLException {
        database.running(sql);
        call(
                () -> {
                    ToySql.run(sql, now(), database, this::commitAndBegin);
                    return true;
                },
                half -> ToySql.leaveHalf(sql, half));
    }

    private void commitAndBegin() {
        if (open != null) {
            commitNow();
            open = database.state().copy();
            database.transaction.acquireUninterruptibly();
            database.transactions.incrementAndGet();
        }
    }

    @Override
    public boolean isTrue(String query) throws SQLException {
        return call(() -> now().objects.containsKey(query.substring("exists ".length())));
    }

    @Override
    public List<String> rows(String query, int limit) throws SQLException {
        return call(() -> query.equals("list ")
                ? List.of()
                : List.of(query.substring("list ".length()).split(",")).stream()
                        .filter(path -> now().objects.containsKey(path))
                        .limit(limit)
                        .toList());
    }

    @Override
    public List<String> blockers(Step step) {
        return List.of("session 4711 of \"reporting\"");
    }

    @Override
    public boolean feelsStrain() {
        return database.strains != null;
    }

    @Override
    public List<Strain> strains(Backfill backfill) {
        var strains = database.strains;
        return strains == null ? List.of() : strains.get();
    }

    @Override
    public Ranges ranges(Backfill backfill) {
        return new Ranges() {
            @Override
            public Optional<List<String>> upperBound(
                    @Nullable List<String> lower, @Nullable List<String> limit, int rows) throws SQLException {
                int from = lower == null ? Integer.MIN_VALUE : Integer.parseInt(lower.get(0));
                int to = limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit.get(0));
                return call(() -> now().rows.subMap(from, false, to, true).keySet().stream()
                        .limit(rows)
                        .reduce((first, second) -> second)
                        .map(key -> List.of(key.toString())));
            }

            @Override
            public int fill(@Nullable List<String> lower, List<String> upper) throws SQLException {
                int from = lower == null ? Integer.MIN_VALUE : Integer.parseInt(lower.get(0));
                int to = Integer.parseInt(upper.get(0));
                return call(() -> ToySql.fill(now(), from, to));
            }

            @Override
            public long estimateRows() {
                return now().rows.size();
            }

            @Override
            public List<List<String>> split(int parts) throws SQLException {
                return call(() -> {
                    List<Integer> keys = List.copyOf(now().rows.keySet());
                    return IntStream.range(1, parts)
                            .mapToObj(part -> List.of(
                                    keys.get(keys.size() * part / parts - 1).toString()))
                            .toList();
                });
            }
        };
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
        if (!gone) {
            gone = true;
            if (open != null) {
                open = null;
                database.transaction.release();
            }
        }
    }

    /** What a call does on the server. */
    interface Body<T> {
        T run() throws SQLException;
    }
}
