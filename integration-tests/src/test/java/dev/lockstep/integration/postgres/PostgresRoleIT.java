package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the agent's role needs, and what is said when it lacks it. */
class PostgresRoleIT {

    private static final Scenario SCENARIO = Scenario.named("region-and-index");

    private PostgresNode node;
    private String role;
    private DatabaseAddress address;

    @BeforeEach
    void open() throws SQLException {
        node = new PostgresNode(SCENARIO.setup());
        String database = node.ask("SELECT current_database()");
        role = "role_of_" + database;
        node.run("CREATE ROLE " + role + " LOGIN PASSWORD 'a word'");
        node.run("GRANT CREATE ON DATABASE " + database + " TO " + role);
        address = new DatabaseAddress(node.address().jdbcUrl(), role, new Secret("a word"), "own_ledger");
    }

    @AfterEach
    void close() throws SQLException {
        node.run("REASSIGN OWNED BY " + role + " TO CURRENT_USER");
        node.run("DROP OWNED BY " + role);
        node.run("DROP ROLE " + role);
        node.close();
    }

    @Test
    void saysWhatItLacks() throws SQLException {
        try (Connection agent = node.engine().open(address, SessionPurpose.DRIVER)) {
            assertThat(refusals(agent))
                    .extracting(Finding::getCode)
                    .isNotEmpty()
                    .containsOnly("privilege-missing");
        }
    }

    @Test
    void canDoEverythingAsTheTablesOwner() throws SQLException {
        node.run("ALTER TABLE orders OWNER TO " + role);
        node.run("GRANT CREATE ON SCHEMA public TO " + role);
        try (Connection agent = node.engine().open(address, SessionPurpose.DRIVER);
                Connection successor = node.engine().open(address, SessionPurpose.OBSERVER)) {
            for (String statement : node.engine().ledgerDefinition("own_ledger")) {
                PostgresNode.run(agent, statement);
                PostgresNode.run(agent, statement);
            }
            assertThat(node.engine().identity(agent, address))
                    .isEqualTo(node.engine().identity(node.driver(), node.address()));
            assertThat(node.engine().objections(agent, address)).isEmpty();
            assertThat(refusals(agent)).isEmpty();

            NodeLock lock = node.engine().nodeLock("own_ledger");
            assertThat(lock.tryTake(agent)).isTrue();
            lock.end(successor, lock.holder(successor).orElseThrow());
            org.awaitility.Awaitility.await().until(() -> lock.holder(successor).isEmpty());
        }
    }

    @Test
    void asksNothingMoreOfWriters() throws SQLException {
        StepDriver driver = new StepDriver(node);
        for (Step step :
                PostgresNode.plan(node.plan(SCENARIO.change())).getStepsList().subList(0, 3)) {
            driver.forward(step);
        }
        node.run("GRANT SELECT, INSERT, UPDATE ON orders TO " + role);
        try (Connection writer = node.engine().open(address, SessionPurpose.OBSERVER)) {
            PostgresNode.run(writer, "SET search_path = pg_temp; INSERT INTO public.orders (country) VALUES ('DE')");
            PostgresNode.run(writer, "UPDATE public.orders SET amount = 2, region = NULL WHERE id = 1");
        }

        assertThat(node.ask("SELECT string_agg(region, ' ' ORDER BY id) FROM orders WHERE region IS NOT NULL"))
                .isEqualTo("eu eu");
    }

    private List<Finding> refusals(Connection agent) throws SQLException {
        Planned planned = node.engine()
                .plan(
                        agent,
                        new PlanRequest(
                                PostgresNode.read(SCENARIO.change()),
                                ByteString.EMPTY,
                                "orders",
                                1,
                                "node-1",
                                address));
        return Refusals.of(planned);
    }
}
