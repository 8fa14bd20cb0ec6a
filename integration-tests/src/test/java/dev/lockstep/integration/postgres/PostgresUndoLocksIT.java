package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The undo of a step that itself keeps nobody out, while somebody's transaction is open. */
class PostgresUndoLocksIT {
    private static final String SETUP = """
            CREATE TABLE customers (id bigint PRIMARY KEY);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, note text);
            CREATE INDEX orders_customer ON orders (customer);
            INSERT INTO customers SELECT n FROM generate_series(1, 5) AS n;
            INSERT INTO orders SELECT n, n, 'note' FROM generate_series(1, 5) AS n;
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_check: {table: orders, name: orders_noted, check: \"note <> ''\", writers_comply: true}",
                "add_column: {table: orders, column: region, type: text, nullable: false, value: \"'eu'\"}",
                "add_foreign_key: {table: orders, name: orders_customer_fk, columns: [customer], references: customers, referenced_columns: [id], writers_comply: true}"
            })
    void keepsNobodyWaitingForLong(String operation) throws Exception {
        Change change = PostgresNode.read("change: undone\nfleet: orders\noperations:\n  - " + operation + "\n");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (PostgresNode node = new PostgresNode(SETUP);
                Connection lasting = node.connect();
                Connection writer = node.connect();
                Connection observer = node.connect();
                GoneEpoch epoch = new GoneEpoch(node, change, node.plan(change), (number, undo) -> {})) {
            assertThat(epoch.through(Phase.VALIDATE)).isEmpty();
            lasting.setAutoCommit(false);
            PostgresNode.run(lasting, "UPDATE orders SET note = 'kept' WHERE id = 1");

            Future<Optional<StepFailed>> back = other.submit(epoch::back);
            Awaitility.await().until(() -> waits(observer));
            PostgresNode.run(writer, "SET lock_timeout = '2s'");
            PostgresNode.run(writer, "INSERT INTO orders (id, note) VALUES (6, 'note')");
            lasting.commit();

            assertThat(back.get()).isEmpty();
        } finally {
            other.shutdownNow();
        }
    }

    /** It keeps readers out, which its step did not. */
    @Test
    void namesAReaderThatIsInItsWay() throws Exception {
        Change change = PostgresNode.read(
                "change: undone\nfleet: orders\nrollout: {retries: 2}\noperations:\n  - add_check: {table: orders, name: orders_noted, check: \"note <> ''\", writers_comply: true}\n");
        try (PostgresNode node = new PostgresNode(SETUP);
                Connection reader = node.connect();
                GoneEpoch epoch = new GoneEpoch(node, change, node.plan(change), (number, undo) -> {})) {
            assertThat(epoch.through(Phase.VALIDATE)).isEmpty();
            reader.setAutoCommit(false);
            PostgresNode.run(reader, "LOCK TABLE orders IN ACCESS SHARE MODE");

            StepFailed failed = epoch.back().orElseThrow();

            assertThat(failed.getServerMessage() + failed.getAdvice()).contains("has AccessShareLock on orders");
            reader.commit();
        }
    }

    private static boolean waits(Connection observer) throws SQLException {
        try (var statement = observer.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND l.mode = 'AccessExclusiveLock' AND a.datname = current_database()")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }
}
