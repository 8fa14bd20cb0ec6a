package dev.lockstep.integration.everystep;

import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What is around an agent on its node: applications, somebody who holds locks, somebody who ends sessions, directives that come. */
final class World implements Meddler.Surroundings, AutoCloseable {
    private static final long MOST_SECONDS = 20;
    private static final long MOST_WAIT_MILLIS = 1500;

    private static final String AGENTS = """
            SELECT %s FROM pg_stat_activity WHERE datname = current_database()
            AND application_name IN ('lockstep-agent driver', 'lockstep-agent backfill', 'lockstep-agent tidying')""";

    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep', 'witness')
            ORDER BY c.oid""";

    private final StepNode node;
    private final Applications applications;
    private final Script script;
    private final LongSupplier incarnation;
    private final Connection control;
    private @Nullable Connection blocker;
    private final NodeSession follower;
    private final ExecutorService others = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "world");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> under = new ArrayList<>();
    private @Nullable CountDownLatch statement;
    private @Nullable Future<?> during;

    World(StepNode node, Applications applications, Script script, LongSupplier incarnation) throws SQLException {
        this.node = node;
        this.applications = applications;
        this.script = script;
        this.incarnation = incarnation;
        this.control = node.connect();
        this.follower = node.observer();
    }

    @Override
    public void write() {
        applications.turn();
    }

    @Override
    public void killAgent() throws SQLException {
        Sql.rows(control, AGENTS.formatted("pg_terminate_backend(pid)"), List.of());
        awaitNoAgent();
    }

    private void awaitNoAgent() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(MOST_SECONDS))
                .until(() ->
                        Sql.rows(control, AGENTS.formatted("pid"), List.of()).isEmpty());
    }

    @Override
    public void cancel() throws SQLException {
        Sql.rows(control, AGENTS.formatted("pg_cancel_backend(pid)"), List.of());
    }

    @Override
    public void during(Step step, Meddler.Action action) throws SQLException {
        CountDownLatch end = new CountDownLatch(1);
        statement = end;
        Connection holder = blocker == null ? node.connect() : blocker;
        blocker = holder;
        block(holder, step);
        during = others.submit(() -> {
            try {
                awaitLockWait(end);
                action.run();
            } finally {
                holder.rollback();
            }
            return true;
        });
    }

    /** Somebody whose transaction stays open for a moment: what locks a table, and what waits for transactions to end, waits for it. */
    private void block(Connection holder, Step step) throws SQLException {
        holder.setAutoCommit(false);
        if (step.hasBackfill()) {
            String table = step.getBackfill().getTable();
            int dot = table.indexOf('.');
            String name = dot < 0 ? Sql.name(table) : Sql.relation(table.substring(0, dot), table.substring(dot + 1));
            Sql.rows(holder, "SELECT 1 FROM " + name + " FOR UPDATE", List.of());
            return;
        }
        List<String> tables = new ArrayList<>();
        Sql.rows(holder, TABLES, List.of()).forEach(row -> tables.add(String.valueOf(row.get(0))));
        if (!tables.isEmpty()) {
            Sql.run(holder, "LOCK TABLE " + String.join(", ", tables) + " IN ROW EXCLUSIVE MODE", List.of());
        }
    }

    private void awaitLockWait(CountDownLatch end) throws SQLException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAIT_MILLIS);
        while (System.nanoTime() < until && !end.await(2, TimeUnit.MILLISECONDS)) {
            if (!Sql.rows(control, AGENTS.formatted("pid") + " AND wait_event_type = 'Lock'", List.of())
                    .isEmpty()) {
                return;
            }
        }
    }

    @Override
    public void ended() throws SQLException {
        CountDownLatch end = statement;
        Future<?> action = during;
        if (end != null && action != null) {
            statement = null;
            during = null;
            end.countDown();
            await(action);
        }
    }

    @Override
    public long announce(boolean halt) {
        if (halt) {
            script.halt();
        } else {
            script.pause();
        }
        return script.tip().getNumber();
    }

    @Override
    public void receive() {
        under.add(others.submit(() -> {
            receiveNow();
            return true;
        }));
    }

    @Override
    public synchronized void receiveNow() throws SQLException {
        follower.begin();
        Ledger ledger = follower.ledger();
        script.receiveInto(ledger, incarnation.getAsLong());
        follower.commit();
    }

    /** Everything that was on its way is in the ledger, and every application is done. */
    void settle() throws SQLException {
        for (Future<?> each : under) {
            await(each);
        }
        under.clear();
        applications.settle();
    }

    private static void await(Future<?> task) throws SQLException {
        try {
            task.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new SQLException("the world around the agent failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new SQLException("the world around the agent stood still", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", interrupted);
        }
    }

    NodeSession follower() {
        return follower;
    }

    Connection control() {
        return control;
    }

    /** Ends everything on the node, when a run came to no end. */
    void endAll() throws SQLException {
        Sql.rows(
                control,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                List.of());
    }

    @Override
    public void close() throws SQLException {
        others.shutdownNow();
        follower.close();
        if (blocker != null) {
            blocker.close();
        }
        control.close();
        node.close();
    }
}
