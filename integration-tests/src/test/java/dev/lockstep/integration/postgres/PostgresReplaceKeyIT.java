package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A primary key that another table refers to is replaced while an application writes both tables, and tries to write rows that refer to nothing. */
class PostgresReplaceKeyIT {

    private static final int THREADS = 3;
    private static final String ORPHAN = "23503";

    private static final String SETUP = """
            CREATE TABLE orders (id serial PRIMARY KEY, code text, note text);
            INSERT INTO orders (code, note) SELECT 'c' || n, 'n' FROM generate_series(1, 1000) AS n;
            CREATE TABLE lines (id bigserial PRIMARY KEY, order_id integer NOT NULL REFERENCES orders ON DELETE CASCADE, amount integer);
            CREATE INDEX lines_order_idx ON lines (order_id);
            INSERT INTO lines (order_id, amount) SELECT n, 0 FROM generate_series(1, 1000) AS n;
            ALTER TABLE orders ADD CONSTRAINT orders_id_key UNIQUE (id);
            COMMENT ON CONSTRAINT lines_order_id_fkey ON lines IS 'Whose line it is';
            """;

    private static final String CHANGE = """
            change: orders-by-code
            fleet: orders
            operations:
              - replace_primary_key: {table: orders, columns: [code], writers_comply: true}
            """;

    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong orphansTaken = new AtomicLong();
    private volatile boolean closed;

    @Test
    void noRowEverRefersToNothing() throws SQLException, InterruptedException {
        try (PostgresNode node = new PostgresNode(SETUP)) {
            List<Step> steps = PostgresNode.plan(node.plan(CHANGE)).getStepsList();
            List<Thread> threads = start(node.address());
            try {
                StepDriver driver = new StepDriver(node);
                for (Step step : steps) {
                    driver.persist(step);
                    long before = rounds.get();
                    Awaitility.await()
                            .alias("the application goes on after " + step.getSummary())
                            .until(() -> rounds.get() > before + 50 || !failures.isEmpty());
                    assertThat(failures).as(step.getSummary()).isEmpty();
                }
            } finally {
                closed = true;
                for (Thread thread : threads) {
                    thread.join();
                }
            }

            assertThat(orphansTaken)
                    .as("rows that refer to nothing and were taken")
                    .hasValue(0);
            assertThat(node.ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'orders_pkey'"))
                    .isEqualTo("PRIMARY KEY (code)");
            assertThat(
                            node.ask(
                                    "SELECT convalidated || ' by ' || conindid::regclass || ', ' || obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conname = 'lines_order_id_fkey'"))
                    .isEqualTo("true by orders_id_key, Whose line it is");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    /** From 15 on a publication may leave out columns, and rows. */
    @Test
    void aPublicationThatLeavesTheNewKeyOutIsNamed() throws SQLException {
        try (PostgresNode node = new PostgresNode(SETUP)) {
            node.run("CREATE PUBLICATION whole FOR TABLE orders");
            assertThat(refusals(node)).isEmpty();
            if (node.major() < 15) {
                return;
            }
            node.run("CREATE PUBLICATION slice FOR TABLE orders (id, note)");
            node.run("CREATE PUBLICATION filtered FOR TABLE orders WHERE (id > 5)");

            assertThat(refusals(node)).extracting(Finding::getCode).containsExactly("published-in-part");
            assertThat(refusals(node).get(0).getSamplesList()).containsExactly("filtered", "slice");
        }
    }

    private static List<Finding> refusals(PostgresNode node) throws SQLException {
        return Refusals.of(node.plan(CHANGE));
    }

    private List<Thread> start(DatabaseAddress address) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            String name = "keys " + number;
            Thread thread = new Thread(() -> work(address, name), name);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void work(DatabaseAddress address, String prefix) {
        try (Connection connection = DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            for (long round = 0; !closed; round++) {
                String code = prefix + " " + round;
                long id = one(statement, "INSERT INTO orders (code) VALUES ('" + code + "') RETURNING id");
                statement.execute("INSERT INTO lines (order_id, amount) VALUES (" + id + ", 1)");
                statement.execute("INSERT INTO orders (id, code) VALUES (" + id + ", '" + code
                        + "') ON CONFLICT (id) DO UPDATE SET note = 'again'");
                if (round % 2 == 0) {
                    statement.execute("DELETE FROM orders WHERE id = " + id);
                    writeOrphan(statement, id);
                }
                rounds.incrementAndGet();
            }
        } catch (SQLException failure) {
            failures.add(failure);
        }
    }

    private void writeOrphan(Statement statement, long gone) throws SQLException {
        try {
            statement.execute("INSERT INTO lines (order_id, amount) VALUES (" + gone + ", 1)");
            orphansTaken.incrementAndGet();
        } catch (SQLException refused) {
            if (!ORPHAN.equals(refused.getSQLState())) {
                throw refused;
            }
        }
    }

    private static long one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
