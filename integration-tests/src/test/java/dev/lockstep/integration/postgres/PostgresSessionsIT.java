package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure.Kind;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions, the node's lock, time-outs, failures, and who is in the way. */
class PostgresSessionsIT {

    private PostgresNode node;

    @BeforeEach
    void open() throws SQLException {
        node = new PostgresNode(
                "CREATE TABLE orders (id bigint PRIMARY KEY, country text); INSERT INTO orders VALUES (1, 'DE')");
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void saysWhoTheServerIs() throws SQLException {
        ServerIdentity identity = node.engine().identity(node.driver(), node.address());

        assertThat(identity.engine()).isEqualTo(Engine.POSTGRES);
        assertThat(identity.version()).matches("\\d+\\.\\d+");
        assertThat(identity.databaseIdentity()).matches("\\d+/\\d+");
        try (PostgresNode other = new PostgresNode("")) {
            assertThat(other.engine().identity(other.driver(), other.address()).databaseIdentity())
                    .isNotEqualTo(identity.databaseIdentity());
        }
    }

    @Test
    void hasNothingAgainstADirectConnection() throws SQLException {
        assertThat(node.engine().objections(node.driver(), node.address())).isEmpty();
    }

    @Test
    void objectsToASessionThatLosesCommits() throws SQLException {
        node.run("SET synchronous_commit = off");

        assertThat(node.engine().objections(node.driver(), node.address()))
                .singleElement()
                .asString()
                .startsWith("expected synchronous_commit = on, found off");
    }

    @Test
    void saysItsSettingsOutLoud() throws SQLException {
        node.run("ALTER ROLE CURRENT_USER IN DATABASE " + node.ask("SELECT current_database()")
                + " SET statement_timeout = '1ms'");
        try (Connection session = node.open(SessionPurpose.BACKFILL)) {
            assertThat(setting(session, "statement_timeout")).isEqualTo("0");
            assertThat(setting(session, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(session, "TimeZone")).isEqualTo("UTC");
            assertThat(setting(session, "search_path")).isEqualTo("public, pg_temp");
            assertThat(setting(session, "application_name")).isEqualTo("lockstep-agent backfill");
            if (node.major() >= 14) {
                assertThat(setting(session, "client_connection_check_interval")).isEqualTo("1s");
            }
        }
    }

    @Test
    void neverShowsThePassword() {
        DatabaseAddress address = new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:1/none", "nobody", new Secret("a very secret word"), "lockstep");

        SQLException failure =
                catchThrowableOfType(SQLException.class, () -> node.engine().open(address, SessionPurpose.DRIVER));

        assertThat((Throwable) failure).hasStackTraceContaining("refused");
        assertThat(failure.toString() + failure.getCause() + address).doesNotContain("very secret");
        assertThat(node.engine().classify(failure).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void refusesAnAddressOfAnotherKind() {
        DatabaseAddress address = new DatabaseAddress("jdbc:mysql://127.0.0.1/x", "u", new Secret("p"), "lockstep");

        assertThatThrownBy(() -> node.engine().open(address, SessionPurpose.DRIVER))
                .hasMessageContaining("expected a URL that begins with jdbc:postgresql:");
    }

    @Test
    void makesTheLedgerOnceAndLeavesItAfterwards() throws SQLException {
        node.run("INSERT INTO lockstep.plan VALUES (1, 'x', 'y')");

        for (String statement : node.engine().ledgerDefinition("lockstep")) {
            node.run(statement);
        }

        assertThat(node.ask("SELECT count(*) FROM lockstep.plan")).isEqualTo("1");
        assertThat(
                        node.ask(
                                "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'lockstep'::regnamespace AND relkind = 'r'"))
                .isEqualTo("backfill directive epoch log node observation plan");
    }

    @Test
    void letsOneSessionHoldTheNode() throws SQLException {
        NodeLock lock = node.engine().nodeLock("lockstep");
        try (Connection other = node.open(SessionPurpose.DRIVER)) {
            assertThat(lock.holder(other)).isEmpty();
            assertThat(lock.tryTake(node.driver())).isTrue();
            assertThat(lock.tryTake(node.driver())).as("again").isTrue();
            assertThat(lock.tryTake(other)).isFalse();
            assertThat(lock.isHeldBy(other)).isFalse();
            assertThat(lock.holder(other)).contains(node.ask("SELECT pg_backend_pid()"));

            lock.release(node.driver());

            assertThat(lock.isHeldBy(node.driver())).isFalse();
            assertThat(lock.tryTake(other)).isTrue();
        }
    }

    @Test
    void endsTheHolderAndNobodyElse() throws SQLException {
        NodeLock lock = node.engine().nodeLock("lockstep");
        try (Connection holder = node.open(SessionPurpose.DRIVER);
                Connection bystander = node.open(SessionPurpose.OBSERVER)) {
            lock.tryTake(holder);
            lock.end(node.driver(), pid(bystander));
            assertThat(bystander.isValid(1)).isTrue();

            lock.end(node.driver(), pid(holder));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> lock.holder(node.driver()).isEmpty());
            SQLException gone = catchThrowableOfType(SQLException.class, () -> pid(holder));
            assertThat(node.engine().classify(gone).kind()).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void holdsTheNodeOfOneDatabaseOnly() throws SQLException {
        NodeLock lock = node.engine().nodeLock("lockstep");
        try (PostgresNode other = new PostgresNode("")) {
            assertThat(lock.tryTake(node.driver())).isTrue();
            assertThat(lock.tryTake(other.driver())).isTrue();
        }
    }

    @Test
    void waitsShortlyForALockAndNamesWhoHasIt() throws SQLException {
        Statement alter = Statement.newBuilder()
                .addSql("ALTER TABLE orders ADD COLUMN region text")
                .setTransactional(true)
                .setLockTimeoutMillis(50)
                .build();
        Step step = Step.newBuilder()
                .setStatement(alter)
                .setLock("ACCESS EXCLUSIVE on orders")
                .build();
        try (Connection application = node.open(SessionPurpose.OBSERVER)) {
            PostgresNode.run(application, "SET application_name = 'shop'");
            application.setAutoCommit(false);
            PostgresNode.run(application, "SELECT * FROM orders");

            assertThat(node.engine().blockers(node.driver(), node.address(), step))
                    .singleElement()
                    .asString()
                    .contains(
                            "session " + pid(application),
                            "\"shop\"",
                            "AccessShareLock on orders",
                            "idle in transaction");
            node.driver().setAutoCommit(false);
            node.engine().prepare(node.driver(), alter);
            SQLException failure = catchThrowableOfType(SQLException.class, () -> node.run(alter.getSql(0)));
            node.driver().rollback();
            node.driver().setAutoCommit(true);

            assertThat(failure.getSQLState()).isEqualTo("55P03");
            assertThat(node.engine().classify(failure).kind()).isEqualTo(Kind.RETRYABLE);
            assertThat(setting(node.driver(), "lock_timeout"))
                    .as("nothing outlives the step")
                    .isEqualTo("0");
            application.rollback();
            assertThat(node.engine().blockers(node.driver(), node.address(), step))
                    .isEmpty();
        }
    }

    @Test
    void namesOldSnapshotsThatAnIndexBuildWaitsFor() throws SQLException {
        Step step = Step.newBuilder()
                .setStatement(Statement.newBuilder().addSql("CREATE INDEX CONCURRENTLY x ON orders (country)"))
                .setLock("SHARE UPDATE EXCLUSIVE on orders")
                .build();
        try (Connection application = node.open(SessionPurpose.OBSERVER)) {
            PostgresNode.run(application, "SET application_name = 'report'");
            application.setAutoCommit(false);
            application.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            PostgresNode.run(application, "SELECT 1");

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(node.engine().blockers(node.driver(), node.address(), step))
                            .singleElement()
                            .asString()
                            .contains("\"report\"", "old snapshot"));
            application.rollback();
        }
    }

    @Test
    void tellsTransactionsApart() throws SQLException {
        node.driver().setAutoCommit(false);
        var first = node.engine().transactionMark(node.driver());
        var same = node.engine().transactionMark(node.driver());
        node.driver().commit();
        var next = node.engine().transactionMark(node.driver());
        node.driver().rollback();
        node.driver().setAutoCommit(true);

        assertThat(same).isEqualTo(first).isPresent();
        assertThat(next).isNotEqualTo(first);
    }

    @Test
    void cleansUpAfterABrokenIndexBuild() throws SQLException {
        node.run("INSERT INTO orders VALUES (2, 'DE')");
        String build = "CREATE UNIQUE INDEX CONCURRENTLY orders_country_idx ON orders (country)";
        String path = "table:orders/index:orders_country_idx";

        SQLException failure = catchThrowableOfType(SQLException.class, () -> node.run(build));

        assertThat(node.engine().classify(failure).kind()).isEqualTo(Kind.REFUSED);
        assertThat(node.catalog().definition(path)).contains("unique using btree (country) invalid");
        node.run("DROP INDEX CONCURRENTLY IF EXISTS orders_country_idx");
        node.run("DELETE FROM orders WHERE id = 2");
        node.run(build);
        assertThat(node.catalog().definition(path)).contains("unique using btree (country)");
    }

    @Test
    void plansIndexCleanupThatIsRightAtAnyTime() throws SQLException {
        List<String> cleanup =
                PostgresNode.plan(node.plan("""
                        change: by-country
                        fleet: orders
                        operations:
                          - add_index: {table: orders, name: orders_country_idx, columns: [country]}
                        """)).getSteps(0).getStatement().getCleanupList();

        for (String sql : cleanup) {
            node.run(sql);
            node.run(sql);
        }

        assertThat(cleanup).isNotEmpty();
    }

    private static String pid(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("SHOW " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
