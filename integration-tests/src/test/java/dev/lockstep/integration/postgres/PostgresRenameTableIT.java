package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A table under two names: an application for each name writes it while the change goes through, and nobody may do more through the view than on the table. */
class PostgresRenameTableIT {

    private static final String CHANGE = """
            change: orders-are-purchases
            fleet: orders
            operations:
              - rename_table: {table: orders, to: purchases}
            """;

    private static final String PEOPLE = """
            CREATE TABLE orders (id int PRIMARY KEY, owner text, amount integer);
            INSERT INTO orders VALUES (1, 'ann', 1), (2, 'bob', 2);
            """;

    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean oldGoesOn = true;
    private volatile boolean newGoesOn = true;

    @Test
    void bothNamesAreWrittenUntilContractAndTheNewOneThroughIt() throws SQLException, InterruptedException {
        try (PostgresNode node = new PostgresNode("""
                CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text UNIQUE, amount integer DEFAULT 1);
                """)) {
            List<Step> steps = PostgresNode.plan(node.plan(CHANGE)).getStepsList();
            StepDriver driver = new StepDriver(node);
            driver.persist(steps.get(0));
            AtomicLong oldRounds = new AtomicLong();
            AtomicLong newRounds = new AtomicLong();
            Thread old = start(node.address(), "orders", oldRounds);
            Thread now = start(node.address(), "purchases", newRounds);
            try {
                await(oldRounds, "the old application writes");
                await(newRounds, "the new application writes");
                oldGoesOn = false;
                old.join();
                assertThat(steps.get(1).getPhase()).isEqualTo(Phase.CONTRACT);
                driver.persist(steps.get(1));
                await(newRounds, "the new application goes on");
            } finally {
                oldGoesOn = false;
                newGoesOn = false;
                old.join();
                now.join();
            }
            assertThat(failures).isEmpty();
            assertThat(node.ask("SELECT count(*) FROM purchases WHERE amount <> 3"))
                    .isEqualTo("0");
            assertThat(node.ask("SELECT count(*) FROM purchases"))
                    .isEqualTo(String.valueOf(oldRounds.get() + newRounds.get()));
        }
    }

    private void await(AtomicLong rounds, String what) {
        long before = rounds.get();
        Awaitility.await().alias(what).until(() -> rounds.get() > before + 40 || !failures.isEmpty());
        assertThat(failures).as(what).isEmpty();
    }

    private Thread start(DatabaseAddress address, String table, AtomicLong rounds) {
        Thread thread = new Thread(() -> work(address, table, rounds), table);
        thread.start();
        return thread;
    }

    /** Prepared on the server, so that plans for one name are there when it becomes that of another relation. */
    private void work(DatabaseAddress address, String table, AtomicLong rounds) {
        try (Connection connection = DriverManager.getConnection(
                        address.jdbcUrl() + "?prepareThreshold=1",
                        address.user(),
                        address.password().reveal());
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                        + " (code) VALUES (?) ON CONFLICT (code) DO UPDATE SET amount = " + table + ".amount + 1");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE " + table + " SET amount = amount + 1 WHERE code = ?");
                PreparedStatement look =
                        connection.prepareStatement("SELECT * FROM " + table + " WHERE code = ? FOR UPDATE");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE code = ?")) {
            while (table.equals("orders") ? oldGoesOn : newGoesOn) {
                String code = table + " " + rounds.get();
                for (PreparedStatement statement : List.of(insert, insert, update, look)) {
                    statement.setString(1, code);
                    statement.execute();
                }
                insert.setString(1, "gone " + code);
                insert.execute();
                delete.setString(1, "gone " + code);
                delete.execute();
                rounds.incrementAndGet();
            }
        } catch (SQLException failure) {
            failures.add(failure);
        }
    }

    @Test
    void nobodyMayDoMoreThroughTheViewThanOnTheTable() throws SQLException {
        try (PostgresNode node = new PostgresNode(PEOPLE)) {
            List<String> roles = roles(node);
            try {
                node.run("GRANT SELECT ON orders TO " + roles.get(0));
                node.run("GRANT SELECT (id, owner), UPDATE (owner) ON orders TO " + roles.get(1));
                node.run("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + roles.get(2));
                new StepDriver(node)
                        .forward(PostgresNode.plan(node.plan(CHANGE)).getSteps(0));

                try (Connection reader = as(node, roles.get(0));
                        Connection clerk = as(node, roles.get(1));
                        Connection stranger = as(node, roles.get(2))) {
                    PostgresNode.run(reader, "SELECT * FROM purchases");
                    assertRefused(reader, "UPDATE purchases SET amount = 3");
                    PostgresNode.run(clerk, "UPDATE purchases SET owner = 'cid' WHERE id = 2");
                    assertRefused(clerk, "SELECT amount FROM purchases");
                    assertRefused(stranger, "SELECT id FROM purchases");
                }
            } finally {
                drop(node, roles);
            }
        }
    }

    @Test
    void rowsThatAPolicyHidesStayHidden() throws SQLException {
        try (PostgresNode node = new PostgresNode(PEOPLE)) {
            List<String> roles = roles(node);
            try {
                node.run("ALTER TABLE orders ENABLE ROW LEVEL SECURITY");
                node.run("CREATE POLICY own ON orders USING (owner = current_user)");
                node.run("UPDATE orders SET owner = '" + roles.get(0) + "' WHERE id = 2");
                node.run("GRANT SELECT, UPDATE ON orders TO " + roles.get(0));
                node.run("GRANT INSERT ON orders TO " + roles.get(1));
                Planned planned = node.plan(CHANGE);
                if (node.major() < 15) {
                    assertThat(planned.getFindingsList())
                            .extracting(Finding::getCode)
                            .contains("row-security");
                    return;
                }
                new StepDriver(node).forward(PostgresNode.plan(planned).getSteps(0));

                try (Connection one = as(node, roles.get(0));
                        Connection writer = as(node, roles.get(1))) {
                    PostgresNode.run(one, "UPDATE purchases SET amount = 7");
                    PostgresNode.run(writer, "INSERT INTO purchases VALUES (3, current_user, 3)");
                    assertRefused(writer, "SELECT id FROM purchases");
                }
                assertThat(node.ask("SELECT string_agg(amount::text, ' ' ORDER BY id) FROM orders"))
                        .isEqualTo("1 7 3");
                new StepDriver(node).forward(PostgresNode.plan(planned).getSteps(1));
                assertThat(node.ask("SELECT relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"))
                        .isEqualTo("purchases");
            } finally {
                drop(node, roles);
            }
        }
    }

    private static List<String> roles(PostgresNode node) throws SQLException {
        List<String> roles = new ArrayList<>();
        for (String name : List.of("reader", "clerk", "stranger")) {
            String role = name + "_of_" + node.ask("SELECT current_database()");
            node.run("CREATE ROLE " + role + " LOGIN PASSWORD 'a word'");
            roles.add(role);
        }
        return roles;
    }

    private static void drop(PostgresNode node, List<String> roles) throws SQLException {
        for (String role : roles) {
            node.run("DROP OWNED BY " + role);
            node.run("DROP ROLE " + role);
        }
    }

    private static Connection as(PostgresNode node, String role) throws SQLException {
        return DriverManager.getConnection(node.address().jdbcUrl(), role, "a word");
    }

    private static void assertRefused(Connection session, String sql) {
        assertThatThrownBy(() -> PostgresNode.run(session, sql)).hasMessageContaining("permission denied");
    }
}
