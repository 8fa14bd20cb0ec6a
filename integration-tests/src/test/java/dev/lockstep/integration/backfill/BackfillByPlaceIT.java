package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of some hundred pages is filled, each in turns, by one session or three, where a trigger of the application counts how often each row was touched. */
class BackfillByPlaceIT {
    private static final int ROWS = 20_000;
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

    /** The index comes when the column is filled. */
    private static final String CHANGE = """
            change: label
            fleet: orders
            why: In turns
            operations:
              - add_column: {table: things, column: label, type: text, nullable: false, value: "coalesce(name, 'none')"}
              - add_index: {table: things, name: things_label_idx, columns: [label]}
            """;

    private static final String TOUCHED = "SELECT count(*) FROM touches";

    private BackfillNode node;

    @BeforeEach
    void expand() throws Exception {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        new BackfillAgent(node, limits(1)).pass(Phase.EXPAND);
    }

    private static WorkLimits limits(int sessions) {
        return new WorkLimits(5, 20, 15_000, 900, 900, 5, sessions);
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void mostRowsStayInTheirPages(int sessions) throws Exception {
        BackfillAgent agent = new BackfillAgent(node, limits(sessions));
        long before = bytes();
        agent.pass(Phase.BACKFILL);

        everyRowWasTouchedOnce();
        assertThat(node.backfillRows()).as("the second pass found nothing").hasSize(2);
        assertThat((double) bytes() / before).isLessThan(1.2);
        Awaitility.await().until(() -> inPlace() > 0.7);
    }

    @Test
    void anIndexOfTheColumnMakesTurnsUseless() throws Exception {
        node.run("CREATE INDEX ON things (upper(label))");
        node.open(Phase.BACKFILL);
        BackfillAgent agent = new BackfillAgent(node, limits(1));
        agent.holdOneWorkerAt(ROWS / 3);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        assertThat(node.backfillRows()).singleElement().asString().matches("1, '\\d+', \\d+, f");
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isTrue();
        everyRowWasTouchedOnce();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void goesOnInTheMiddleOfATurn(int sessions) throws Exception {
        BackfillAgent agent = new BackfillAgent(node, limits(sessions));
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void goesOnAfterSessionsWereKilled(int sessions) throws Exception {
        node.open(Phase.BACKFILL);
        for (int kill = 1; kill <= 3; kill++) {
            BackfillAgent process = new BackfillAgent(node, limits(sessions));
            process.holdOneWorkerAt(ROWS / 5);
            CompletableFuture<Report> work = start(process);
            process.awaitMiddle();
            // One of them, or all: as when a process dies.
            node.ask("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name = 'lockstep-agent backfill' LIMIT "
                    + (kill == 2 ? sessions : 1) + ") AS victims");
            process.letGo();
            assertThatThrownBy(work::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasCauseInstanceOf(SQLException.class);
            assertThat(node.backfillRows()).singleElement().asString().matches(IN_TURNS);
        }
        assertThat(new BackfillAgent(node, limits(sessions)).work().hasPhaseDone())
                .isTrue();
        everyRowWasTouchedOnce();
        assertThat(node.backfillRows()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatMovesMeanwhileIsFilledAllTheSame(int sessions) throws Exception {
        BackfillAgent agent = new BackfillAgent(node, limits(sessions));
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void isQuietWhenASuccessorHasTheNode(int sessions) throws Exception {
        BackfillAgent agent = new BackfillAgent(node, limits(sessions));
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(ROWS / 3);
        CompletableFuture<Report> work = start(agent);
        agent.awaitMiddle();
        node.raiseIncarnation();
        String touched = node.ask(TOUCHED);
        agent.letGo();
        assertThatThrownBy(work::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(SupersededException.class);
        assertThat(node.ask(TOUCHED)).isEqualTo(touched).isNotEqualTo(Integer.toString(ROWS));

        assertThat(new BackfillAgent(node, limits(sessions)).work().hasPhaseDone())
                .isTrue();
        everyRowWasTouchedOnce();
    }

    /** One session wants a row that the application has, the application one that another session has: no server sees that as a deadlock. */
    @Test
    void givesWayToATransactionThatHasOneRowAndWantsAnother() throws Exception {
        String theirs = node.ask("SELECT id FROM things WHERE ctid = '(45,8)'");
        String ours = node.ask("SELECT id FROM things WHERE ctid = '(5,8)'");
        BackfillAgent agent = new BackfillAgent(node, limits(3));
        node.open(Phase.BACKFILL);
        CompletableFuture<Report> work;
        try (Connection shop = node.connect();
                Statement statement = shop.createStatement()) {
            shop.setAutoCommit(false);
            statement.execute("UPDATE things SET note = 'theirs' WHERE id = " + theirs);
            work = start(agent);
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> waiting() == 1 && isLocked(ours));
            statement.execute("UPDATE things SET note = 'ours' WHERE id = " + ours);
            shop.commit();
        }
        assertThat(work.get().hasPhaseDone()).isTrue();

        assertThat(node.ask("SELECT count(*) FROM things WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.ask("SELECT count(*) FROM things WHERE note IN ('ours', 'theirs')"))
                .isEqualTo("2");
    }

    private int waiting() throws SQLException {
        return Integer.parseInt(node.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'lockstep-agent backfill' AND wait_event_type = 'Lock'"));
    }

    private boolean isLocked(String id) throws SQLException {
        return node.ask("SELECT count(*) FROM (SELECT 1 FROM things WHERE id = " + id
                        + " FOR UPDATE SKIP LOCKED) AS free")
                .equals("0");
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
