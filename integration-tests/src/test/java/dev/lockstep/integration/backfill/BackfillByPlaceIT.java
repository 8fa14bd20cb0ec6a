package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One worker fills a table of some hundred pages, each in turns, where a trigger of the application counts how often each row was touched. */
class BackfillByPlaceIT {
    private static final int ROWS = 20_000;
    private static final WorkLimits LIMITS = new WorkLimits(5, 20, 15_000, 300, 300, 5, 1);
    private static final String IN_TURNS = "1, '\\d+','\\d+','\\d','8','\\d+', \\d+, f";

    private static final String SETUP = """
            CREATE TABLE things (id int PRIMARY KEY, name text, note text);
            INSERT INTO things SELECT n, CASE WHEN n %% 10 > 0 THEN 'name ' || n END, repeat('x', 250) FROM generate_series(1, %d) AS n;
            CREATE INDEX ON things (name);
            CREATE TABLE touches (id int);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.touches VALUES (OLD.id); RETURN NULL; END';
            CREATE TRIGGER touch AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION touch();
            VACUUM (ANALYZE) things;
            """.formatted(ROWS);

    private static final String CHANGE = """
            change: label
            fleet: orders
            why: In turns
            operations:
              - add_column: {table: things, column: label, type: text, nullable: false, value: "coalesce(name, 'none')"}
            """;

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
    void mostRowsStayInTheirPages() throws Exception {
        long before = bytes();
        agent.pass(Phase.BACKFILL);

        everyRowWasTouchedOnce();
        assertThat(node.backfillRows()).as("the second pass found nothing").hasSize(2);
        assertThat((double) bytes() / before).isLessThan(1.2);
        Awaitility.await().until(() -> inPlace() > 0.7);
    }

    @Test
    void goesOnInTheMiddleOfATurn() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(ROWS / 3);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.receive(Order.newBuilder().setPause(PauseWork.getDefaultInstance()));
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isFalse();
        assertThat(node.backfillRows()).singleElement().asString().matches(IN_TURNS);

        agent.pass(Phase.BACKFILL);
        everyRowWasTouchedOnce();
        assertThat(node.backfillRows()).hasSize(2);
    }

    @Test
    void goesOnAfterItsSessionWasKilled() throws Exception {
        node.open(Phase.BACKFILL);
        for (int kill = 1; kill <= 3; kill++) {
            BackfillAgent process = new BackfillAgent(node, LIMITS);
            process.holdOneWorkerAt(ROWS / 5);
            CompletableFuture<Report> work = start(process);
            process.awaitMiddle();
            node.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name = 'lockstep-agent backfill'");
            process.letGo();
            assertThatThrownBy(work::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasCauseInstanceOf(SQLException.class);
            assertThat(node.backfillRows()).singleElement().asString().matches(IN_TURNS);
        }
        assertThat(new BackfillAgent(node, LIMITS).work().hasPhaseDone()).isTrue();
        everyRowWasTouchedOnce();
        assertThat(node.backfillRows()).hasSize(2);
    }

    @Test
    void whatMovesMeanwhileIsFilledAllTheSame() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(ROWS / 2);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.run("DELETE FROM things WHERE id <= 2000");
        node.run("VACUUM things");
        // The trigger that fills does not fire for these, and they move to the room before the worker's place.
        node.run("UPDATE things SET note = repeat('y', 250) WHERE id > %d".formatted(ROWS - 1000));
        node.run("INSERT INTO things SELECT n, 'fresh', 'fresh' FROM generate_series(%d, %d) AS n"
                .formatted(ROWS + 1, ROWS + 50));
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isTrue();

        assertThat(node.ask("SELECT count(*) FROM things WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.backfillRows()).as("the second pass found some").hasSizeGreaterThan(2);
        agent.pass(Phase.VALIDATE);
    }

    private long bytes() throws SQLException {
        return Long.parseLong(node.ask("SELECT pg_relation_size('things')"));
    }

    /** The part of the new versions that needed no entry in an index. */
    private double inPlace() throws SQLException {
        return Double.parseDouble(node.ask(
                "SELECT n_tup_hot_upd::float8 / greatest(n_tup_upd, %d) FROM pg_stat_user_tables WHERE relname = 'things'"
                        .formatted(ROWS)));
    }

    private void everyRowWasTouchedOnce() throws SQLException {
        assertThat(node.ask("SELECT count(*) FROM things WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.ask("SELECT count(*) || ' ' || count(DISTINCT id) FROM touches"))
                .isEqualTo(ROWS + " " + ROWS);
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
