package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StandbyLook;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.PostgresPair;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that lock readers out, and a streaming standby on which somebody reads for long. */
class StandbysIT {
    private static final String SETUP = """
            CREATE TABLE things (id int PRIMARY KEY, name text);
            CREATE INDEX things_name_idx ON things (name);
            CREATE TABLE beats (id int PRIMARY KEY);
            """;
    private static final String ADD_COLUMN = """
            change: label
            fleet: orders
            why: Show a label
            operations:
              - add_column: {table: things, column: label, type: text}
            """;
    private static final String DROP_INDEX = """
            change: names
            fleet: orders
            why: Nobody looks for names
            operations:
              - drop_index: {table: things, name: things_name_idx}
            """;
    private static final String FORWARD = "CREATE TRIGGER fill";
    private static final String STANDS_STILL = "55P03";
    private static final WorkLimits PATIENT = new WorkLimits(100, 200, 60_000, 500, 500, 5, 1);
    private static final WorkLimits IMPATIENT = new WorkLimits(20, 50, 400, 500, 500, 5, 1);

    @TempDir
    private static Path folder;

    private static PostgresPair pair;

    private BackfillNode node;
    private Connection reader;
    private Connection another;
    private String pid = "";
    private int beats;

    @BeforeAll
    static void start() throws IOException {
        // A reader may hold the replay up until it ends; not by what it sees, which the primary is told of, but by its
        // locks.
        pair = new PostgresPair(
                folder,
                "max_standby_streaming_delay = -1",
                "hot_standby_feedback = on",
                "wal_receiver_status_interval = 1");
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @AfterEach
    void close() throws SQLException {
        if (reader != null) {
            reader.close();
            another.close();
        }
        node.close();
    }

    @Test
    void withoutALookTheStandbyStandsStill() throws Exception {
        node = new BackfillNode(pair.primary(), SETUP, ADD_COLUMN);
        someoneReadsForLong();

        assertThat(agentDoes(Phase.EXPAND, PATIENT).hasPhaseDone()).isTrue();

        // Everybody who comes after waits behind the replay, and nothing else is replayed.
        Awaitility.await().until(() -> !canReadThings());
        assertThat(replayStandsStill()).isTrue();
        beat();
        assertThat(isReplayed()).isFalse();

        reader.rollback();
        Awaitility.await().until(this::isReplayed);
        assertThat(canReadThings()).isTrue();
    }

    @Test
    void withALookItGoesOn() throws Exception {
        node = looking(ADD_COLUMN);
        someoneReadsForLong();
        BackfillAgent agent = new BackfillAgent(node, PATIENT);
        node.open(Phase.EXPAND);
        CompletableFuture<Report> work = CompletableFuture.supplyAsync(() -> workOf(agent));
        Awaitility.await().until(() -> !agent.waitsFor().isEmpty());

        assertThat(agent.waitsFor())
                .startsWith("waits for standbys: standby 127.0.0.1:")
                .contains("session " + pid + " (user postgres, application \"shop\", transaction open for 00:00:0")
                .contains("reads things, and a lock would stop the replay there until that is over")
                .contains("SELECT count(*) FROM things");
        for (int times = 0; times < 5; times++) {
            beat();
            Awaitility.await().until(this::isReplayed);
            assertThat(canReadThings()).isTrue();
        }
        assertThat(work).isNotDone();

        reader.rollback();
        assertThat(work.get().hasPhaseDone()).isTrue();
        Awaitility.await().until(() -> onStandby("SELECT count(label) FROM things"));
    }

    @Test
    void whenItsTimeIsUpTheStepSaysWhoReads() throws Exception {
        node = looking(ADD_COLUMN);
        someoneReadsForLong();

        Report outcome = agentDoes(Phase.EXPAND, IMPATIENT);

        assertThat(outcome.getStepFailed().getKind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(outcome.getStepFailed().getServerMessage()).contains("it is repeated on standbys");
        assertThat(outcome.getStepFailed().getAdvice())
                .contains("In the way: standby 127.0.0.1:", "/" + node.databaseName() + ": session " + pid)
                .contains("transaction open for 00:00:0", "SELECT count(*) FROM things");
        beat();
        Awaitility.await().until(this::isReplayed);
    }

    /** Its last act locks the index alone; every reader of the table has looked at the index. */
    @Test
    void anIndexIsNotTakenAwayFromUnderAReader() throws Exception {
        node = new BackfillNode(pair.primary(), SETUP, DROP_INDEX);
        someoneReadsForLong();
        assertThat(agentDoes(Phase.CONTRACT, PATIENT).hasPhaseDone()).isTrue();
        Awaitility.await().until(this::replayStandsStill);
        beat();
        assertThat(isReplayed()).isFalse();
        close();

        node = looking(DROP_INDEX);
        someoneReadsForLong();
        Report outcome = agentDoes(Phase.CONTRACT, IMPATIENT);
        assertThat(outcome.getStepFailed().getAdvice()).contains("session " + pid);
        beat();
        Awaitility.await().until(this::isReplayed);
    }

    @Test
    void aStandbyThatIsFarBehindIsWaitedFor() throws Exception {
        node = looking(ADD_COLUMN, pair.standby().jdbcUrl("postgres"), 1);
        try (Connection standby = node.connect(pair.standby().jdbcUrl("postgres"))) {
            run(standby, "SELECT pg_wal_replay_pause()");
            beat();
            Awaitility.await()
                    .until(() -> answer(
                                    standby,
                                    "SELECT clock_timestamp() - pg_last_xact_replay_timestamp() > interval '2 s'")
                            .equals("t"));
            Awaitility.await()
                    .until(() -> node.ask("SELECT replay_lag > interval '1 s' FROM pg_stat_replication")
                            .equals("t"));
            assertThat(agentDoes(Phase.EXPAND, IMPATIENT).getStepFailed().getAdvice())
                    .containsPattern("standby 127.0.0.1:\\d+/postgres is \\d+ s behind")
                    .containsPattern("standby standby1 is \\d+ s behind");
            run(standby, "SELECT pg_wal_replay_resume()");
            Awaitility.await().until(() -> agentDoes(Phase.EXPAND, IMPATIENT).hasPhaseDone());
        }
    }

    @Test
    void oneThatCannotBeAskedIsInTheWay() throws Exception {
        node = looking(ADD_COLUMN, "jdbc:postgresql://127.0.0.1:1/shop", 10);
        assertThat(agentDoes(Phase.EXPAND, IMPATIENT).getStepFailed().getAdvice())
                .contains(
                        "standby 127.0.0.1:1/shop cannot be asked who reads there: Connection to 127.0.0.1:1 refused");
    }

    @Test
    void anUndoAndADroppedIndexLockReadersOutToo() throws Exception {
        node = looking(ADD_COLUMN);
        someoneReadsForLong();
        String drop = "DROP INDEX CONCURRENTLY IF EXISTS public.things_name_idx";
        String trigger = "DROP TRIGGER fill ON public.things";

        try (StandbyLook look = look(pair.primary().user(), pair.primary().password())) {
            assertThat(look.inTheWay(node.application(), step("ACCESS EXCLUSIVE on things"), of("ALTER", true)))
                    .singleElement()
                    .asString()
                    .contains("session " + pid);
            assertThat(look.inTheWay(node.application(), step("SHARE ROW EXCLUSIVE on things"), of(FORWARD, true)))
                    .isEmpty();
            assertThat(look.inTheWay(node.application(), step("SHARE ROW EXCLUSIVE on things"), of(trigger, true)))
                    .hasSize(1);
            assertThat(look.inTheWay(node.application(), step("SHARE UPDATE EXCLUSIVE on things"), of(drop, false)))
                    .hasSize(1);
            assertThat(look.inTheWay(node.application(), step("ACCESS EXCLUSIVE on beats"), of("ALTER", true)))
                    .isEmpty();
        }
    }

    /** The server does not tell a role without pg_monitor how old others' transactions are. */
    @Test
    void whoIsOldIsFoundOutByLookingTwice() throws Exception {
        node = looking(ADD_COLUMN);
        node.run("CREATE ROLE looker LOGIN PASSWORD 'a word'");
        someoneReadsForLong();
        Step step = step("ACCESS EXCLUSIVE on things");

        try (StandbyLook look = look("looker", "a word")) {
            assertThat(look.inTheWay(node.application(), step, of("ALTER", true)))
                    .singleElement()
                    .asString()
                    .contains("session " + pid, "transaction open for an unknown time");

            reader.rollback();
            run(reader, "SELECT count(*) FROM things");
            assertThat(look.inTheWay(node.application(), step, of("ALTER", true)))
                    .as("it has just come")
                    .isEmpty();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(look.inTheWay(node.application(), step, of("ALTER", true)))
                            .hasSize(1));
        } finally {
            node.run("DROP ROLE looker");
        }
    }

    private StandbyLook look(String user, String password) {
        String url = pair.standby().jdbcUrl(node.databaseName());
        return new PostgresEngine()
                .standbyLook(new DatabaseAddress(
                        pair.primary().jdbcUrl(node.databaseName()),
                        user,
                        new Secret(password),
                        "lockstep",
                        new StandbyLimits(List.of(url), 10, List.of())));
    }

    private static Step step(String lock) {
        return Step.newBuilder().setLock(lock).setStatement(of(FORWARD, true)).build();
    }

    private static dev.lockstep.v1.Statement of(String sql, boolean transactional) {
        return dev.lockstep.v1.Statement.newBuilder()
                .addSql(sql)
                .setTransactional(transactional)
                .setLockTimeoutMillis(100)
                .build();
    }

    @Test
    void preflightTellsOfEachStandby() throws Exception {
        node = looking(ADD_COLUMN);
        assertThat(node.findings())
                .filteredOn(finding -> finding.getCode().startsWith("standby"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getMessage())
                        .matches("standby 127.0.0.1:\\d+/\\w+ is \\d s behind; max_standby_streaming_delay is -1,"
                                + " and hot_standby_feedback is on"));
        node.close();

        node = looking(ADD_COLUMN, "jdbc:postgresql://127.0.0.1:1/shop", 10);
        assertThat(node.findings())
                .anySatisfy(finding -> assertThat(finding.getCode()).isEqualTo("standby-unreachable"));
        node.close();

        node = new BackfillNode(pair.primary(), SETUP, ADD_COLUMN);
        assertThat(node.findings())
                .anySatisfy(finding -> assertThat(finding.getMessage())
                        .contains("has standbys (standby1), of which the agent's settings name 0"));
    }

    private static BackfillNode looking(String change) throws SQLException {
        return new BackfillNode(pair.primary(), SETUP, change, database -> {
            waitForDatabase(database);
            return new StandbyLimits(List.of(pair.standby().jdbcUrl(database)), 10, List.of());
        });
    }

    private static BackfillNode looking(String change, String url, int delaySeconds) throws SQLException {
        return new BackfillNode(
                pair.primary(), SETUP, change, database -> new StandbyLimits(List.of(url), delaySeconds, List.of()));
    }

    private static void waitForDatabase(String database) {
        Awaitility.await().ignoreExceptions().until(() -> {
            java.sql.DriverManager.getConnection(
                            pair.standby().jdbcUrl(database),
                            pair.standby().user(),
                            pair.standby().password())
                    .close();
            return true;
        });
    }

    private void someoneReadsForLong() throws SQLException {
        waitForDatabase(node.databaseName());
        reader = node.connect(pair.standby().jdbcUrl(node.databaseName()));
        another = node.connect(pair.standby().jdbcUrl(node.databaseName()));
        run(another, "SET lock_timeout = '50ms'");
        Awaitility.await().until(() -> onStandby("SELECT count(*) FROM beats"));
        pid = answer(reader, "SELECT pg_backend_pid()");
        reader.setAutoCommit(false);
        run(reader, "SELECT count(*) FROM things");
        Awaitility.await()
                .until(() -> answer(
                                another,
                                "SELECT bool_or(xact_start < clock_timestamp() - interval '0.2 s')"
                                        + " FROM pg_stat_activity WHERE pid = " + pid)
                        .equals("t"));
    }

    private Report agentDoes(Phase phase, WorkLimits limits) throws SQLException, InterruptedException {
        node.open(phase);
        return new BackfillAgent(node, limits).work();
    }

    private static Report workOf(BackfillAgent agent) {
        try {
            return agent.work();
        } catch (SQLException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Another table is written on the primary. */
    private void beat() throws SQLException {
        node.run("INSERT INTO beats VALUES (" + ++beats + ")");
    }

    private boolean isReplayed() throws SQLException {
        return answer(another, "SELECT max(id) FROM beats").equals(String.valueOf(beats));
    }

    private boolean replayStandsStill() throws SQLException {
        return answer(
                        another,
                        "SELECT wait_event LIKE 'RecoveryConflict%' OR wait_event_type = 'Lock' FROM pg_stat_activity"
                                + " WHERE backend_type = 'startup'")
                .equals("t");
    }

    private boolean canReadThings() throws SQLException {
        return onStandby("SELECT count(*) FROM things");
    }

    /** Whether the query is answered there. */
    private boolean onStandby(String query) throws SQLException {
        try {
            run(another, query);
            return true;
        } catch (SQLException failed) {
            if (failed.getSQLState().equals(STANDS_STILL)
                    || failed.getSQLState().startsWith("42")) {
                return false;
            }
            throw failed;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String answer(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
