package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several workers on a real table, by ranges of the key, because its column was there before, where a trigger of the application counts how often each row was touched. */
class BackfillWorkersIT {
    private static final int ROWS = 12_000;
    private static final int WORKERS = 4;

    /** Batches so small that there is always a middle. */
    private static final WorkLimits LIMITS = new WorkLimits(5, 20, 15_000, 20, 20, 5, WORKERS);

    private static final String SETUP = """
            CREATE TABLE things (tenant text, id int, name text, label text, PRIMARY KEY (tenant, id));
            INSERT INTO things SELECT 'it''s ' || n %% 7, n, CASE WHEN n %% 10 > 0 THEN 'name ' || n END FROM generate_series(1, %d) AS n;
            CREATE TABLE touches (tenant text, id int);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO touches VALUES (OLD.tenant, OLD.id); RETURN NULL; END $$;
            CREATE TRIGGER touch AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION touch();
            """.formatted(ROWS);

    private static final String CHANGE = """
            change: label
            fleet: orders
            why: Several workers
            operations:
              - set_not_null: {table: things, column: label, value: "coalesce(name, 'none')"}
            """;

    private static final String TOUCHED = "SELECT count(*) FROM touches";

    private BackfillNode node;
    private BackfillAgent agent;

    @BeforeEach
    void expand() throws Exception {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        agent = new BackfillAgent(node, LIMITS);
        agent.pass(Phase.EXPAND);
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void fillEveryRowOnceWhileTheApplicationWrites() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(1);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.run("INSERT INTO things SELECT 'new', n, 'fresh' FROM generate_series(1, 50) AS n");
        node.run("DELETE FROM things WHERE id = " + ROWS);
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isTrue();

        assertThat(node.ask("SELECT count(*) FROM things WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.ask(
                        "SELECT count(*) FROM (SELECT FROM touches GROUP BY tenant, id HAVING count(*) > 1) AS twice"))
                .isEqualTo("0");
        assertThat(Integer.parseInt(node.ask(TOUCHED))).isBetween(ROWS - 1, ROWS);
        assertThat(node.backfillRows()).hasSize(1 + WORKERS * 2);
        agent.pass(Phase.VALIDATE);
    }

    @Test
    void stopAtOnceWhenPausedAndGoOnWhereTheyWere() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(400);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.receive(Order.newBuilder().setPause(PauseWork.getDefaultInstance()));
        // Whoever receives waits for the batches that share the mandate, and no other can begin.
        String touched = node.ask(TOUCHED);
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isFalse();
        assertThat(node.ask(TOUCHED)).isEqualTo(touched).isNotEqualTo(Integer.toString(ROWS));

        agent.pass(Phase.BACKFILL);
        everyRowWasTouchedOnce();
    }

    @Test
    void areQuietBeforeAHaltIsAcknowledged() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(400);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.receive(Order.newBuilder().setHalt(Halt.getDefaultInstance()));
        String touched = node.ask(TOUCHED);
        agent.letGo();
        assertThat(work.get().hasHalted()).isTrue();
        assertThat(backfillSessions()).isZero();
        assertThat(node.ask(TOUCHED)).isEqualTo(touched).isNotEqualTo(Integer.toString(ROWS));
    }

    @Test
    void leaveTheNodeToASuccessor() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(400);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.raiseIncarnation();
        String touched = node.ask(TOUCHED);
        agent.letGo();
        assertThatThrownBy(work::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(SupersededException.class);
        assertThat(node.ask(TOUCHED)).isEqualTo(touched).isNotEqualTo(Integer.toString(ROWS));

        assertThat(new BackfillAgent(node, LIMITS).work().hasPhaseDone()).isTrue();
        everyRowWasTouchedOnce();
    }

    @Test
    void goOnAfterTheirSessionsWereKilledInTheMiddle() throws Exception {
        node.open(Phase.BACKFILL);
        for (int kill = 1; kill <= 3; kill++) {
            BackfillAgent process = new BackfillAgent(node, LIMITS);
            process.holdOneWorkerAt(200);
            CompletableFuture<Report> work = start(process);
            process.awaitMiddle();
            // One of them, or all: as when a process dies.
            node.ask("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name = 'lockstep-agent backfill' LIMIT "
                    + (kill == 2 ? WORKERS : 1) + ") AS victims");
            process.letGo();
            assertThatThrownBy(work::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasCauseInstanceOf(SQLException.class);
            Awaitility.await().until(() -> backfillSessions() == 0);
        }
        assertThat(new BackfillAgent(node, LIMITS).work().hasPhaseDone()).isTrue();
        everyRowWasTouchedOnce();
    }

    @Test
    void partATableOfManyPagesEvenlyFromASample() throws Exception {
        node.run("CREATE TABLE large (id bigint PRIMARY KEY, filler text)");
        node.run("INSERT INTO large SELECT n * 3, repeat('x', 900) FROM generate_series(1, 20000) AS n");
        node.run("ANALYZE large");
        try (NodeSession session = node.database().open(SessionPurpose.BACKFILL)) {
            Ranges ranges = session.ranges(
                    Backfill.newBuilder().setTable("large").addKeyColumns("id").build());
            List<Long> bounds = new ArrayList<>();
            for (List<String> bound : ranges.split(WORKERS)) {
                bounds.add(Long.parseLong(bound.get(0)));
            }
            assertThat(bounds).hasSize(WORKERS - 1).isSorted();
            for (int part = 1; part < WORKERS; part++) {
                assertThat(bounds.get(part - 1))
                        .isBetween(60_000L * part / WORKERS - 12_000, 60_000L * part / WORKERS + 12_000);
            }
            assertThat(ranges.tidying())
                    .as("most leave the indexes of few rows a page alone")
                    .hasSize(5)
                    .startsWith("VACUUM (SKIP_LOCKED, TRUNCATE FALSE, INDEX_CLEANUP FALSE) \"public\".\"large\"")
                    .endsWith("VACUUM (SKIP_LOCKED, TRUNCATE FALSE) \"public\".\"large\"");
        }
    }

    private void everyRowWasTouchedOnce() throws SQLException {
        assertThat(node.ask("SELECT count(*) FROM things WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.ask("SELECT count(*) || ' ' || count(DISTINCT (tenant, id)) FROM touches"))
                .isEqualTo(ROWS + " " + ROWS);
    }

    private int backfillSessions() throws SQLException {
        return Integer.parseInt(node.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'lockstep-agent backfill'"));
    }

    private static CompletableFuture<Report> start(BackfillAgent agent) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return agent.work();
            } catch (SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
