package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers of the old shape, and then of the new, run beside all phases, and none of their statements fails. */
class LoadIT {

    /** Statements that lock one row each: those that lock several meet in deadlocks without any change of schema, too. */
    private static final String OLD = """
            INSERT INTO orders (country, amount) VALUES ('DE', 1);
            INSERT INTO orders (country, amount) SELECT country, amount FROM orders WHERE id = 1;
            UPDATE orders SET amount = amount + 1 WHERE id = %d;
            SELECT country, amount FROM orders WHERE id = %d;
            DELETE FROM orders WHERE id = %d
            """;

    private static final String NEW = """
            INSERT INTO orders (country, amount, region) VALUES ('DE', 1, 'eu');
            INSERT INTO orders (country, amount, region) SELECT country, amount, region FROM orders WHERE id = 1;
            UPDATE orders SET region = 'xx' WHERE id = %d;
            SELECT country, region FROM orders WHERE id = %d;
            DELETE FROM orders WHERE id = %d
            """;

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void noStatementFailsWhileAColumnComesAndGoes(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(Scenario.named("add-column-value").setup());
            node.execute(
                    "INSERT INTO orders (country, amount) SELECT a.country, a.amount FROM orders a, orders b, orders c,"
                            + " orders d");
            Plan come = node.plan(Scenario.named("add-column-value").change());
            PlanRunner runner = new PlanRunner(node, come, 500);
            try (Writers old = new Writers(node, OLD)) {
                runner.run(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);
                old.finish();
            }
            try (Writers young = new Writers(node, NEW)) {
                runner.run(Phase.CONTRACT);
                assertThat(node.column("SELECT COUNT(*) FROM orders WHERE region IS NULL"))
                        .containsExactly("0");
                Plan go = node.plan(Scenario.named("drop-column-again").change());
                PlanRunner back = new PlanRunner(node, go, 500);
                back.run(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);
                young.finish();
                try (Writers old = new Writers(node, OLD)) {
                    back.run(Phase.CONTRACT);
                    old.finish();
                }
            }
        }
    }

    /** Two sessions that run a script again and again. */
    private static final class Writers implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong statements = new AtomicLong();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final List<Future<?>> running;

        Writers(Node node, String script) {
            running =
                    List.of(threads.submit(() -> write(node, script, 2)), threads.submit(() -> write(node, script, 3)));
        }

        private void write(Node node, String script, int start) {
            try (Connection connection = node.open(SessionPurpose.OBSERVER)) {
                // Each session has keys of its own.
                for (int key = start; !stopped.get(); key += 2) {
                    for (String sql : script.formatted(key, key, key).split(";")) {
                        statement(connection, sql.strip());
                    }
                }
            } catch (SQLException failed) {
                failures.add(failed.toString());
            }
        }

        private void statement(Connection connection, String sql) {
            try {
                Node.execute(connection, sql);
                statements.incrementAndGet();
            } catch (SQLException failed) {
                failures.add(sql + ": " + failed);
            }
        }

        /** Lets the writers do some more, and sees that all they did went well. */
        void finish() throws Exception {
            long soFar = statements.get();
            Awaitility.await().until(() -> statements.get() > soFar + 50 || !failures.isEmpty());
            stopped.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            assertThat(failures).isEmpty();
        }

        @Override
        public void close() {
            stopped.set(true);
            threads.shutdown();
        }
    }
}
