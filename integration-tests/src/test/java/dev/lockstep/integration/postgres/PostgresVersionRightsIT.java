package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody may do more through the views of a version than on the tables, and what no view can keep is refused. */
class PostgresVersionRightsIT {

    private static final String CHANGE = """
            change: orders-holder
            fleet: orders
            operations:
              - rename_column: {table: shop.orders, column: owner, to: holder}
            views: {before: v1, after: v2}
            """;

    private final List<String> roles = new ArrayList<>();
    private PostgresNode node;
    private String agent;
    private String owner;
    private String reader;
    private String clerk;
    private String stranger;

    @BeforeEach
    void open() throws SQLException {
        node = new PostgresNode("""
                CREATE SCHEMA shop;
                CREATE TABLE shop.orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text, amount integer DEFAULT 1);
                INSERT INTO shop.orders (owner) VALUES ('ann'), ('bob');
                """);
        agent = role("agent");
        owner = role("owner");
        reader = role("reader");
        clerk = role("clerk");
        stranger = role("stranger");
        node.run("GRANT " + owner + " TO " + agent);
        node.run("GRANT CREATE ON DATABASE %s TO %s".formatted(node.ask("SELECT current_database()"), agent));
        node.run("GRANT USAGE, CREATE ON SCHEMA shop TO " + owner);
        node.run("GRANT USAGE ON SCHEMA shop TO %s, %s WITH GRANT OPTION".formatted(reader, stranger));
        node.run("ALTER TABLE shop.orders OWNER TO " + owner);
    }

    private String role(String name) throws SQLException {
        String role = name + "_of_" + node.ask("SELECT current_database()");
        node.run("CREATE ROLE " + role + " LOGIN PASSWORD 'a word'");
        roles.add(role);
        return role;
    }

    @AfterEach
    void close() throws SQLException {
        for (String role : roles) {
            node.run("REASSIGN OWNED BY " + role + " TO CURRENT_USER");
            node.run("DROP OWNED BY " + role);
        }
        for (String role : roles) {
            node.run("DROP ROLE " + role);
        }
        node.close();
    }

    @Test
    void rightsAndOwnersGoOverToTheViewsOfAnAgentThatIsNoSuperuser() throws SQLException {
        node.run("GRANT SELECT, INSERT ON shop.orders TO %s WITH GRANT OPTION".formatted(reader));
        node.run("GRANT SELECT (id, owner), UPDATE (owner) ON shop.orders TO " + clerk);
        node.run("GRANT USAGE ON SCHEMA shop TO " + clerk);
        node.run("ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT ALL ON TABLES TO %s".formatted(agent, stranger));
        Plan plan = planned(agent);
        run(plan, false);

        assertThat(
                        node.ask(
                                "SELECT string_agg(n.nspname || ' ' || pg_get_userbyid(c.relowner), ', ' ORDER BY n.nspname) "
                                        + "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND n.nspname IN ('v1', 'v2')"))
                .isEqualTo("v1 " + owner + ", v2 " + owner);
        assertThat(node.ask("SELECT has_schema_privilege('%s', 'v2', 'CREATE')".formatted(owner)))
                .isEqualTo("f");
        assertThat(node.ask(
                        "SELECT has_table_privilege('%s', 'v2.orders', 'INSERT WITH GRANT OPTION')".formatted(reader)))
                .isEqualTo("t");
        assertThat(node.ask("SELECT has_schema_privilege('%s', 'v2', 'USAGE WITH GRANT OPTION')".formatted(reader)))
                .isEqualTo("t");
        assertThat(node.ask("SELECT has_schema_privilege('%s', 'v2', 'USAGE WITH GRANT OPTION')".formatted(clerk)))
                .isEqualTo("f");
        try (Connection one = as(reader);
                Connection two = as(clerk);
                Connection three = as(stranger);
                Connection four = as(owner)) {
            PostgresNode.run(one, "SELECT id, holder, amount FROM v2.orders");
            PostgresNode.run(one, "INSERT INTO v1.orders (owner) VALUES ('cid') RETURNING id");
            assertRefused(one, "UPDATE v2.orders SET amount = 3");
            PostgresNode.run(two, "UPDATE v2.orders SET holder = 'dan' WHERE id = 2");
            PostgresNode.run(two, "UPDATE v1.orders SET owner = 'eve' WHERE id = 1");
            assertRefused(two, "SELECT amount FROM v2.orders");
            assertRefused(three, "SELECT id FROM v2.orders");
            PostgresNode.run(four, "DELETE FROM v2.orders WHERE id = 3");
        }
        assertThat(node.ask("SELECT string_agg(owner, ' ' ORDER BY id) FROM shop.orders"))
                .isEqualTo("eve dan");
        run(plan, true);
        assertThat(node.ask("SELECT holder FROM v2.orders WHERE id = 1")).isEqualTo("eve");
    }

    @Test
    void rowsThatAPolicyHidesStayHiddenOrTheViewsAreRefused() throws SQLException {
        node.run("ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY");
        node.run("CREATE POLICY own ON shop.orders USING (amount = 7)");
        node.run("GRANT SELECT, UPDATE ON shop.orders TO " + reader);
        node.run("UPDATE shop.orders SET amount = 7 WHERE id = 2");
        if (node.major() < 15) {
            assertThat(node.plan(CHANGE).getFindingsList())
                    .extracting(Finding::getCode)
                    .contains("row-security");
            return;
        }
        run(planned(agent), false);

        try (Connection one = as(reader)) {
            PostgresNode.run(one, "UPDATE v2.orders SET holder = 'seen'");
            PostgresNode.run(one, "UPDATE v1.orders SET owner = owner || '!'");
        }
        assertThat(node.ask("SELECT string_agg(owner, ' ' ORDER BY id) FROM shop.orders"))
                .isEqualTo("ann seen!");
    }

    /** Before RELEASE, and once more before the old names go, the new version may do what it may do on the tables. */
    @Test
    void rightsThatTablesGetMeanwhileGoOverToTheViewsOfTheVersionAfter() throws SQLException {
        Plan plan = planned(agent);
        run(plan, Phase.EXPAND);
        node.run("GRANT SELECT, INSERT ON shop.orders TO %s WITH GRANT OPTION".formatted(reader));
        node.run("GRANT SELECT (id, owner), UPDATE (owner) ON shop.orders TO " + clerk);
        node.run("GRANT USAGE ON SCHEMA shop TO " + clerk);
        try (Connection one = as(reader);
                Connection two = as(clerk);
                Connection three = as(stranger)) {
            assertRefused(one, "SELECT id, holder, amount FROM v2.orders");

            run(plan, Phase.VALIDATE);

            PostgresNode.run(one, "SELECT id, holder FROM v2.orders");
            assertRefused(one, "UPDATE v2.orders SET amount = 3");
            assertRefused(two, "SELECT amount FROM v2.orders");
            assertRefused(three, "SELECT id FROM v2.orders");
            assertThat(node.ask("SELECT has_table_privilege('%s', 'v2.orders', 'INSERT WITH GRANT OPTION')"
                            .formatted(reader)))
                    .isEqualTo("t");
            assertThat(node.ask("SELECT has_column_privilege('%s', 'v2.orders', 'holder', 'UPDATE')".formatted(clerk)))
                    .isEqualTo("t");
            assertThat(node.ask(
                            "SELECT has_schema_privilege('%1$s', 'v2', 'USAGE') AND NOT has_schema_privilege('%1$s', 'v2', 'USAGE WITH GRANT OPTION')"
                                    .formatted(clerk)))
                    .isEqualTo("t");

            node.run("GRANT UPDATE (amount), DELETE ON shop.orders TO PUBLIC");
            node.run("GRANT SELECT ON v2.orders TO " + stranger);
            run(plan, Phase.CONTRACT);

            PostgresNode.run(one, "UPDATE v2.orders SET amount = 3");
            assertThat(node.ask("SELECT has_table_privilege('%s', 'v2.orders', 'SELECT')".formatted(stranger)))
                    .as("what was given to the view alone")
                    .isEqualTo("t");
        }
    }

    @Test
    void rightsThatAreThereAreNotGivenAgain() throws SQLException {
        node.run("GRANT SELECT (owner), UPDATE ON shop.orders TO " + clerk);
        node.run("GRANT SELECT ON shop.orders TO PUBLIC");
        Plan plan = planned(agent);
        run(plan, Phase.EXPAND);
        String before = rights();

        run(plan, Phase.VALIDATE);

        assertThat(rights()).isEqualTo(before);
    }

    private String rights() throws SQLException {
        return node.ask(
                "SELECT string_agg(concat(c.xmin, c.relacl, n.xmin, n.nspacl), ' ') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'v2'");
    }

    private Plan planned(String role) throws SQLException {
        DatabaseAddress address = new DatabaseAddress(node.address().jdbcUrl(), role, new Secret("a word"), "lockstep");
        try (Connection session = node.engine().open(address, SessionPurpose.DRIVER)) {
            Planned planned = node.engine()
                    .plan(
                            session,
                            new PlanRequest(PostgresNode.read(CHANGE), ByteString.EMPTY, "orders", 1, "a", address));
            assertThat(planned.getFindingsList())
                    .filteredOn(finding -> finding.getSeverity() == Severity.REFUSE)
                    .isEmpty();
            return PostgresNode.plan(planned);
        }
    }

    private void run(Plan plan, boolean contract) throws SQLException {
        run(plan, phase -> (phase == Phase.CONTRACT) == contract);
    }

    private void run(Plan plan, Phase only) throws SQLException {
        run(plan, phase -> phase == only);
    }

    /** As the agent's role. */
    private void run(Plan plan, Predicate<Phase> phases) throws SQLException {
        try (Connection session = as(agent)) {
            for (Step step : plan.getStepsList()) {
                if (phases.test(step.getPhase())) {
                    for (String sql : step.getStatement().getSqlList()) {
                        PostgresNode.run(session, sql);
                    }
                }
            }
        }
    }

    private Connection as(String role) throws SQLException {
        return DriverManager.getConnection(node.address().jdbcUrl(), role, "a word");
    }

    private static void assertRefused(Connection session, String sql) {
        assertThatThrownBy(() -> PostgresNode.run(session, sql)).hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schema-exists     | CREATE SCHEMA v2                                                                       | v2
            schema-exists     | CREATE SCHEMA v1                                                                       | v1
            version-stands    | CREATE SCHEMA v0; COMMENT ON SCHEMA v0 IS '@mark@'                                     | before: v0
            dependent         | CREATE SCHEMA v1; COMMENT ON SCHEMA v1 IS '@mark@'; CREATE VIEW v1.other AS SELECT 1   | view v1.other
            dependent         | CREATE SCHEMA v1; COMMENT ON SCHEMA v1 IS '@mark@'; CREATE TYPE v1.mood AS ENUM ()     | type v1.mood
            dependent         | CREATE SCHEMA v1; COMMENT ON SCHEMA v1 IS '@mark@'; CREATE VIEW v1.orders AS SELECT id FROM shop.orders; CREATE VIEW mine AS SELECT * FROM v1.orders | view mine
            dependent         | CREATE VIEW mine AS SELECT owner FROM shop.orders                                      | view mine
            column-privileges | ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY; GRANT SELECT (id) ON shop.orders TO PUBLIC | row level security
            """)
    void refuses(String code, String setup, String named) throws SQLException {
        node.run(setup.replace("@mark@", "Lockstep: views of a version of the application over shop"));

        List<Finding> refusals = node.plan(CHANGE).getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .filter(finding -> !finding.getCode().equals("row-security"))
                .toList();

        assertThat(refusals).extracting(Finding::getCode).containsOnly(code);
        assertThat(refusals)
                .allSatisfy(finding -> assertThat(finding.getMessage()).startsWith("expected "))
                .anySatisfy(finding -> assertThat(finding.getMessage()).contains(named));
    }
}
