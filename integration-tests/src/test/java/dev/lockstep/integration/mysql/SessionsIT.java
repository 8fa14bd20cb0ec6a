package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, locks, identities and failures as the servers have them. */
class SessionsIT {

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void oneSessionHoldsTheNodeUntilItIsGone(String family) throws Exception {
        try (Node node = Node.on(family)) {
            NodeLock lock = node.engine.nodeLock(node.address.ledgerSchema());
            try (Connection second = node.open(SessionPurpose.DRIVER);
                    Connection observer = node.open(SessionPurpose.OBSERVER)) {
                assertThat(lock.holder(observer)).isEmpty();
                assertThat(lock.tryTake(node.driver)).isTrue();
                assertThat(lock.tryTake(node.driver)).as("again").isTrue();
                assertThat(lock.tryTake(second)).isFalse();
                assertThat(lock.isHeldBy(node.driver)).isTrue();
                assertThat(lock.isHeldBy(second)).isFalse();
                String holder = lock.holder(observer).orElseThrow();
                assertThat(node.column("SELECT CONNECTION_ID()")).containsExactly(holder);

                lock.end(observer, holder);
                lock.end(observer, holder);

                Awaitility.await().until(() -> lock.holder(observer).isEmpty());
                assertThat(lock.tryTake(second)).isTrue();
                SQLException lost =
                        catchThrowableOfType(SQLException.class, () -> Node.execute(node.driver, "SELECT 1"));
                assertThat(node.engine.classify(lost).kind()).isEqualTo(SqlFailure.Kind.UNKNOWN);
                lock.release(second);
                assertThat(lock.holder(observer)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aStatementGivesUpWaitingForALockAndNamesWhoHoldsIt(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE orders (id int PRIMARY KEY)");
            node.execute("INSERT INTO orders VALUES (1)");
            Statement statement = Statement.newBuilder()
                    .addSql("ALTER TABLE orders ADD COLUMN a int NULL")
                    .setLockTimeoutMillis(1)
                    .build();
            Step step = Step.newBuilder()
                    .setStatement(statement)
                    .addEffects(ObjectChange.newBuilder().setPath("table:orders/column:a"))
                    .build();
            try (Connection idler = node.open(SessionPurpose.FOLLOWER);
                    Connection observer = node.open(SessionPurpose.OBSERVER)) {
                Node.execute(idler, "SET @application = 1");
                idler.setAutoCommit(false);
                Node.execute(idler, "UPDATE orders SET id = 2");
                node.engine.prepare(node.driver, statement);

                SQLException refused =
                        catchThrowableOfType(SQLException.class, () -> node.execute(statement.getSql(0)));

                SqlFailure failure = node.engine.classify(refused);
                assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.RETRYABLE);
                assertThat(failure.sqlState()).isEqualTo("1205");
                List<String> blockers = node.engine.blockers(observer, node.address, step);
                String id = Node.column(idler, "SELECT CONNECTION_ID()").get(0);
                if (family.equals("mariadb")) {
                    assertThat(blockers)
                            .anySatisfy(blocker -> assertThat(blocker).contains("session " + id + " of"));
                } else {
                    assertThat(blockers)
                            .as("Lockstep's own sessions are not named")
                            .isEmpty();
                }
                idler.rollback();
                node.execute(statement.getSql(0));
            }
        }
    }

    /** The one that holds the node's lock waits for people; its successor ends it. The others it does not know. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void whoStandsStillInATransactionIsEndedByTheServer(String family) throws Exception {
        try (Node node = Node.on(family)) {
            for (SessionPurpose purpose : List.of(SessionPurpose.FOLLOWER, SessionPurpose.BACKFILL)) {
                try (Connection session = node.open(purpose)) {
                    assertThat(Node.column(session, "SELECT @@SESSION.wait_timeout"))
                            .as(purpose.toString())
                            .containsExactly("60");
                }
            }
            assertThat(node.column("SELECT @@SESSION.wait_timeout")).containsExactly("604800");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void namesAnApplicationInTheWay(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE orders (id int PRIMARY KEY)");
            node.execute("INSERT INTO orders VALUES (1)");
            Step step = Step.newBuilder()
                    .addEffects(ObjectChange.newBuilder().setPath("table:orders/column:a"))
                    .build();
            try (Connection application = java.sql.DriverManager.getConnection(
                            node.address.jdbcUrl(), node.server.user(), node.server.password());
                    Connection observer = node.open(SessionPurpose.OBSERVER)) {
                application.setAutoCommit(false);
                Node.execute(application, "UPDATE orders SET id = 2");
                String id = Node.column(application, "SELECT CONNECTION_ID()").get(0);

                assertThat(node.engine.blockers(observer, node.address, step))
                        .anySatisfy(blocker -> assertThat(blocker)
                                .startsWith("session " + id + " of " + node.server.user())
                                .contains("idle"));
                application.rollback();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aServerGoesOnWithAnAlterOfADeadClientAndItsLockIsHeldThatLong(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE orders (id int PRIMARY KEY AUTO_INCREMENT, a varchar(200) NOT NULL)");
            node.execute(
                    "INSERT INTO orders (a) SELECT REPEAT('x', 200) FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION"
                            + " SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7) n");
            for (int doubling = 0; doubling < 14; doubling++) {
                node.execute("INSERT INTO orders (a) SELECT a FROM orders");
            }
            NodeLock lock = node.engine.nodeLock(node.address.ledgerSchema());
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try (Connection observer = node.open(SessionPurpose.OBSERVER)) {
                Connection dying = node.open(SessionPurpose.DRIVER);
                assertThat(lock.tryTake(dying)).isTrue();
                String holder = lock.holder(observer).orElseThrow();
                thread.submit(() -> {
                    Node.execute(dying, "ALTER TABLE orders ADD INDEX i (a)");
                    return true;
                });
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !Node.column(
                                        observer,
                                        "SELECT ID FROM information_schema.PROCESSLIST WHERE ID = " + holder
                                                + " AND INFO LIKE 'ALTER%'")
                                .isEmpty());
                dying.abort(Runnable::run);

                assertThat(lock.holder(observer)).as("while it runs").contains(holder);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> lock.holder(observer).isEmpty());
                Catalog catalog = node.catalog();
                assertThat(catalog.schema()).containsKey("table:orders/index:i");
            } finally {
                thread.shutdown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void saysWhoItIsAndHasNothingAgainstAGoodServer(String family) throws Exception {
        try (Node node = Node.on(family);
                Node other = Node.on(family)) {
            ServerIdentity identity = node.engine.identity(node.driver, node.address);

            assertThat(identity.engine()).isEqualTo(family.equals("mysql") ? Engine.MYSQL : Engine.MARIADB);
            assertThat(identity.version()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(identity.databaseIdentity()).endsWith("/" + node.schema).hasSizeLessThanOrEqualTo(400);
            assertThat(identity.databaseIdentity())
                    .isNotEqualTo(
                            other.engine.identity(other.driver, other.address).databaseIdentity());
            assertThat(node.engine.objections(node.driver, node.address)).isEmpty();
            assertThat(node.engine.transactionMark(node.driver)).isEmpty();
            assertThat(node.column("SELECT DATABASE()")).containsExactly(node.schema);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void noLimitOfTheServerEndsALongStep(String family) throws Exception {
        String limit = family.equals("mariadb") ? "max_statement_time" : "max_execution_time";
        try (Node node = Node.on(family)) {
            node.execute("SET SESSION " + limit + " = 30");

            node.engine.prepare(node.driver, Statement.getDefaultInstance());

            assertThat(Double.parseDouble(node.column("SELECT @@" + limit).get(0)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void theLedgerIsMadeOnceAndStays(String family) throws Exception {
        try (Node node = Node.on(family)) {
            String log = node.address.ledgerSchema() + ".log";
            node.execute("INSERT INTO " + log + " (number, epoch, mandate, incarnation, kind, phase, step, detail,"
                    + " previous_hash, hash) VALUES (1, 1, 1, 1, 'x', 'EXPAND', 1, 'ü', '', 'h')");

            for (String sql : node.engine.ledgerDefinition(node.address.ledgerSchema())) {
                node.execute(sql);
            }

            assertThat(node.column("SELECT detail FROM " + log)).containsExactly("ü");
            assertThat(node.column("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
                            + node.address.ledgerSchema() + "' ORDER BY 1"))
                    .containsExactly("backfill", "directive", "epoch", "log", "node", "observation", "plan");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void theSameSchemaUnderAnotherNameHasTheSameFingerprint(String family) throws Exception {
        String setup = """
                CREATE TABLE customers (id bigint PRIMARY KEY AUTO_INCREMENT, extra json NULL) COMMENT 'who';
                CREATE TABLE orders (id int, customer bigint, b bigint, PRIMARY KEY (id), CHECK (b > 0),
                  FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
                CREATE VIEW both_of_them AS SELECT o.id, c.extra FROM orders o JOIN customers c ON c.id = o.customer;
                CREATE TRIGGER audit AFTER INSERT ON orders FOR EACH ROW INSERT INTO customers (extra) VALUES ('{}');
                CREATE FUNCTION twice (x int) RETURNS int DETERMINISTIC RETURN x * 2;
                CREATE TABLE years (y int NOT NULL PRIMARY KEY) PARTITION BY RANGE (y)
                  (PARTITION old VALUES LESS THAN (2000), PARTITION young VALUES LESS THAN MAXVALUE);
                """;
        try (Node node = Node.on(family);
                Node other = Node.on(family)) {
            node.setUp(setup);
            other.setUp(setup);
            other.execute("INSERT INTO customers (id) VALUES (77)");
            other.execute("ANALYZE TABLE customers");
            other.execute("CREATE TRIGGER lockstep_x BEFORE INSERT ON orders FOR EACH ROW SET NEW.b = 1");

            assertThat(other.catalog().schema()).isEqualTo(node.catalog().schema());
            assertThat(other.catalog().own()).containsOnlyKeys("table:orders/trigger:lockstep_x");
            assertThat(node.catalog().schema())
                    .containsKeys(
                            "table:customers",
                            "table:customers/column:extra",
                            "table:orders/index:PRIMARY",
                            "table:orders/trigger:audit",
                            "view:both_of_them",
                            "function:twice",
                            "table:years/partition:old");

            other.execute("ALTER TABLE orders MODIFY b bigint NOT NULL");
            assertThat(other.catalog().fingerprint().getRoot())
                    .isNotEqualTo(node.catalog().fingerprint().getRoot());
        }
    }
}
