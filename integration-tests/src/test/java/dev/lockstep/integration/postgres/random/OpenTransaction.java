package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.PostgresNode;
import dev.lockstep.integration.postgres.StepDriver;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/** Somebody's transaction that is open when a step comes: the step waits for its end, by its lock time-out and more tries, and breaks nothing. */
final class OpenTransaction {
    private static final String READ_ALL = """
            DO $do$ DECLARE one regclass; BEGIN FOR one IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')
            LOOP EXECUTE format('LOCK TABLE %s IN ACCESS SHARE MODE', one); END LOOP; END $do$""";

    private static final String WAITERS = """
            SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()""";

    private final Connection session;

    private OpenTransaction(Connection session) {
        this.session = session;
    }

    /** Begins it, as a reader of all tables. */
    static OpenTransaction of(Connection session) throws SQLException {
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute(READ_ALL);
        }
        return new OpenTransaction(session);
    }

    /** Takes the step, which ends well once the transaction has; that ends when the step is seen to wait, or did not have to. Says whether it was committed. */
    boolean whileItIsOpen(PostgresNode node, StepDriver driver, Step step, boolean failed) throws SQLException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection observer = node.connect()) {
            Future<?> work = other.submit(() -> {
                driver.persist(step);
                return null;
            });
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> work.isDone() || isSomebodyWaiting(observer));
            boolean committed = end(failed);
            ended(work);
            return committed;
        } finally {
            other.shutdownNow();
        }
    }

    /** Rules that are deferred may still refuse what it wrote. */
    private boolean end(boolean failed) throws SQLException {
        try {
            if (!failed) {
                session.commit();
                return true;
            }
        } catch (SQLException refused) {
            if (!String.valueOf(refused.getSQLState()).startsWith("23")) {
                throw refused;
            }
        } finally {
            session.rollback();
            session.setAutoCommit(true);
        }
        return false;
    }

    private static void ended(Future<?> work) throws SQLException {
        try {
            work.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static boolean isSomebodyWaiting(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(WAITERS)) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }
}
