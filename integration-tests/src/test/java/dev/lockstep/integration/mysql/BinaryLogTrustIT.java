package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.v1.Planned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Triggers under a binary log, by a login that the server does not trust with them. */
class BinaryLogTrustIT {
    private static final String SETUP = "CREATE TABLE orders (id bigint PRIMARY KEY, country varchar(2) NULL)";
    private static final String PLANNED = "set_not_null: {table: orders, column: country, value: \"'DE'\"}";
    private static final Map<String, String> MAKING = Map.of(
            "TRIGGER", "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.country = 'FR'",
            "FUNCTION", "CREATE FUNCTION t() RETURNS int DETERMINISTIC RETURN 1");
    private static final String EXPECTED = "expected a login that may make triggers and functions while the binary log"
            + " is on, found log_bin = ON, log_bin_trust_function_creators = OFF and no SUPER; ";

    @ParameterizedTest(name = "on {0} makes a {2} with {1}")
    @CsvSource({"mysql, BINLOG_ADMIN, TRIGGER", "mysql, SET_USER_ID, FUNCTION", "mariadb, BINLOG ADMIN, TRIGGER"})
    void isRefusedInPreflightUntilTheServerOrTheLoginIsTrusted(String family, String tooLittle, String kind)
            throws Exception {
        String raw = "sql: {phase: expand, mysql: {run: \"" + MAKING.get(kind) + "\", done_when: \"SELECT 1\"}}";
        try (Node node = Node.on(family)) {
            node.setUp(SETUP);
            DatabaseAddress weak = login(node);
            try {
                node.execute("GRANT " + tooLittle + " ON *.* TO " + weak.user());
                if (kind.equals("TRIGGER")) {
                    assertRefused(node, weak, PLANNED);
                } else {
                    assertThat(Node.refusals(planned(node, weak, PLANNED))).isEmpty();
                }
                assertRefused(node, weak, raw);
                assertRefusedWhenItRuns(node, weak, MAKING.get(kind));

                node.execute("SET GLOBAL log_bin_trust_function_creators = ON");
                assertThat(Node.refusals(planned(node, weak, PLANNED))).isEmpty();
                assertThat(Node.refusals(planned(node, weak, raw))).isEmpty();

                node.execute("SET GLOBAL log_bin_trust_function_creators = OFF");
                node.execute("GRANT SUPER ON *.* TO " + weak.user());
                assertThat(Node.refusals(planned(node, weak, PLANNED))).isEmpty();
                assertThat(Node.refusals(planned(node, weak, raw))).isEmpty();
            } finally {
                node.execute("SET GLOBAL log_bin_trust_function_creators = OFF");
                node.execute("DROP USER " + weak.user());
            }
        }
    }

    private static DatabaseAddress login(Node node) throws SQLException {
        String user = "weak_" + node.schema;
        node.execute("CREATE USER " + user + " IDENTIFIED BY 'Weak-1'");
        node.execute("GRANT ALTER, CREATE, CREATE ROUTINE, DROP, INDEX, INSERT, SELECT, TRIGGER, UPDATE ON "
                + node.schema + ".* TO " + user);
        node.execute("GRANT ALL ON " + node.address.ledgerSchema() + ".* TO " + user);
        return new DatabaseAddress(node.address.jdbcUrl(), user, new Secret("Weak-1"), node.address.ledgerSchema());
    }

    private static void assertRefused(Node node, DatabaseAddress weak, String operation) throws Exception {
        assertThat(Node.refusals(planned(node, weak, operation)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(EXPECTED)
                .contains("SET GLOBAL log_bin_trust_function_creators = ON", "GRANT SUPER");
    }

    private static void assertRefusedWhenItRuns(Node node, DatabaseAddress weak, String sql) throws SQLException {
        try (Connection connection = node.engine.open(weak, SessionPurpose.DRIVER)) {
            SQLException refused = catchThrowableOfType(SQLException.class, () -> Node.execute(connection, sql));
            SqlFailure failure = node.engine.classify(refused);
            assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.REFUSED);
            assertThat(failure.sqlState()).isEqualTo("1419");
            assertThat(failure.advice()).startsWith(EXPECTED);
        }
    }

    private static Planned planned(Node node, DatabaseAddress weak, String operation) throws Exception {
        try (Connection connection = node.engine.open(weak, SessionPurpose.DRIVER)) {
            return node.engine.plan(
                    connection,
                    new PlanRequest(
                            Scenario.change(
                                    "change.yaml",
                                    "change: c\nfleet: shop\nwhy: because\noperations:\n  - " + operation + "\n"),
                            ByteString.EMPTY,
                            "shop",
                            1,
                            "node-1",
                            weak));
        }
    }
}
