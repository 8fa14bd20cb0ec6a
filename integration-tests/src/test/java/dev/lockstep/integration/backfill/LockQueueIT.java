package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step that wants the table alone, and an application that reads it for long. */
class LockQueueIT {
    private static final String SETUP = "CREATE TABLE things (id int PRIMARY KEY, name text)";
    private static final String CHANGE = """
            change: label
            fleet: orders
            why: Show a label
            operations:
              - add_column: {table: things, column: label, type: text}
            """;
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'things'::regclass";

    private static final long LOOK_NANOS = 700_000_000;

    private BackfillNode node;
    private Connection reader;

    @BeforeEach
    void someoneReadsForLong() throws SQLException {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        node.open(Phase.EXPAND);
        reader = node.connect();
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("SELECT count(*) FROM things");
        }
        Awaitility.await()
                .until(() -> node.ask("SELECT bool_or(xact_start < clock_timestamp() - interval '0.3 s')"
                                + " FROM pg_stat_activity WHERE application_name = 'shop'")
                        .equals("t"));
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        node.close();
    }

    @Test
    void itLooksBeforeItAsksSoThatNobodyWaitsBehindIt() throws Exception {
        BackfillAgent agent = new BackfillAgent(node, new WorkLimits(200, 30_000, 60_000, 500, 500, 5, 1));

        CompletableFuture<Report> work = CompletableFuture.supplyAsync(() -> workOf(agent));
        long untilNanos = System.nanoTime() + LOOK_NANOS;
        while (System.nanoTime() < untilNanos) {
            assertThat(node.ask(WAITING)).isEqualTo("0");
        }
        assertThat(work).isNotDone();

        reader.rollback();
        assertThat(work.get().hasPhaseDone()).isTrue();
    }

    @Test
    void whoIsInTheWayIsNamedWhenItsTimeIsUp() throws Exception {
        BackfillAgent agent = new BackfillAgent(node, new WorkLimits(20, 50, 300, 500, 500, 5, 1));

        Report outcome = agent.work();

        String pid;
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            pid = rows.getString(1);
        }
        assertThat(outcome.getStepFailed().getAdvice())
                .contains("session " + pid, "application \"shop\"", "transaction open for 00:00:0")
                .contains("AccessShareLock on things: SELECT count(*) FROM things")
                .contains("then resume the epoch");
        assertThat(node.ask(WAITING)).isEqualTo("0");
    }

    private static Report workOf(BackfillAgent agent) {
        try {
            return agent.work();
        } catch (SQLException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
