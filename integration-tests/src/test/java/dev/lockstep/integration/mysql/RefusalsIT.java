package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node refuses, with the reason, and without leaving a trace. */
class RefusalsIT {

    private static final String SETUP = """
            CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(20) NOT NULL, UNIQUE KEY customers_name (name));
            CREATE TABLE orders (
              id bigint PRIMARY KEY AUTO_INCREMENT,
              customer bigint NOT NULL,
              country varchar(2) NULL,
              amount int NOT NULL,
              twice int AS (amount * 2) VIRTUAL,
              note text NULL,
              KEY orders_customer (customer),
              CONSTRAINT orders_fk FOREIGN KEY (customer) REFERENCES customers (id),
              CONSTRAINT orders_amount CHECK (amount > 0)
            );
            CREATE VIEW big_orders AS SELECT id, country FROM orders;
            CREATE TABLE heap (id int PRIMARY KEY, a int NOT NULL) ENGINE=MyISAM;
            CREATE TABLE keyless (a int NOT NULL, b float NOT NULL, UNIQUE KEY keyless_b (b));
            CREATE TABLE searched (id int PRIMARY KEY, body text NOT NULL, FULLTEXT KEY searched_body (body));
            INSERT INTO customers VALUES (1, 'a');
            INSERT INTO orders (customer, country, amount) VALUES (1, 'DE', 1), (1, NULL, 2), (1, NULL, 2);
            """;

    @ParameterizedTest(name = "{1} is refused with {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "table-missing | add_index: {table: nothing, name: i, columns: [a]}",
                "table-missing | drop_column: {table: big_orders, column: id}",
                "not-innodb | add_index: {table: heap, name: i, columns: [a]}",
                "column-exists | add_column: {table: orders, column: Country, type: int, nullable: true}",
                "name-reserved | add_column: {table: orders, column: lockstep_x, type: int, nullable: true}",
                "column-missing | drop_column: {table: orders, column: region}",
                "column-missing | add_index: {table: orders, name: i, columns: [region]}",
                "index-exists | add_index: {table: orders, name: orders_customer, columns: [amount]}",
                "column-not-indexable | add_index: {table: orders, name: i, columns: [note]}",
                "index-missing | drop_index: {table: orders, name: nothing}",
                "index-needed | drop_index: {table: orders, name: orders_customer}",
                "index-is-primary-key | drop_index: {table: orders, name: PRIMARY}",
                "dependent | drop_column: {table: orders, column: customer}",
                "dependent | drop_column: {table: orders, column: amount}",
                "dependent | drop_column: {table: orders, column: country}",
                "column-in-primary-key | drop_column: {table: customers, column: id}",
                "already-not-null | set_not_null: {table: orders, column: amount}",
                "rows-with-null | set_not_null: {table: orders, column: country}",
                "table-exists | create_table: {table: big_orders, columns: [{name: id, type: int, nullable: false}], primary_key: [id]}",
                "no-backfill-key | add_column: {table: keyless, column: c, type: int, nullable: false, value: 'a + 1'}",
                "value-unusable | add_column: {table: orders, column: c, type: double, nullable: false, value: 'rand()'}",
                "value-unusable | add_column: {table: orders, column: c, type: bigint, nullable: false, value: 'id + 1'}",
                "value-unusable | add_column: {table: orders, column: c, type: bigint, nullable: false, value: 'twice'}",
                "value-gives-null | add_column: {table: orders, column: c, type: varchar(2), nullable: false, value: 'lower(country)'}",
                "value-refused | add_column: {table: orders, column: c, type: int, nullable: false, value: 'contry'}",
                "server-refuses | add_column: {table: orders, column: c, type: int, nullable: true, value: 'amount + nothing'}",
                "server-refuses | add_column: {table: orders, column: c, type: {mysql: strange}, nullable: true}",
                "server-refuses | add_column: {table: orders, column: c, type: int, nullable: false, default: \"'x'\"}",
                "server-refuses | add_column: {table: searched, column: c, type: int, nullable: true}"
            })
    void refuses(String code, String operation) throws Exception {
        for (String family : List.of("mariadb", "mysql")) {
            try (Node node = Node.on(family)) {
                node.setUp(SETUP);
                Catalog before = node.catalog();

                Planned planned = node.planned(Scenario.change(
                        "change.yaml", "change: c\nfleet: shop\nwhy: because\noperations:\n  - " + operation + "\n"));

                List<String> codes = planned.getFindingsList().stream()
                        .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                        .map(Finding::getCode)
                        .toList();
                assertThat(codes)
                        .as("%s: %s", family, planned.getFindingsList())
                        .contains(code);
                assertThat(planned.getFindingsList()).anySatisfy(finding -> {
                    assertThat(finding.getCode()).isEqualTo(code);
                    assertThat(finding.getMessage()).contains("expected");
                });
                assertThat(planned.getPlan()).isEmpty();
                assertThat(node.catalog()).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void saysAllReasonsAtOnceWithTheLineOfEach(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(SETUP);

            Planned planned = node.planned(Scenario.change("change.yaml", """
                    change: c
                    fleet: shop
                    why: because
                    operations:
                      - drop_column: {table: nothing, column: a}
                      - add_index: {table: orders, name: orders_customer, columns: [amount]}
                      - set_not_null: {table: orders, column: country}
                    """));

            assertThat(planned.getFindingsList().stream()
                            .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                            .map(finding ->
                                    finding.getLine() + " " + finding.getCode() + " " + finding.getSamplesList()))
                    .containsExactly("5 table-missing []", "6 index-exists []", "7 rows-with-null [id=2, id=3]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void namesDuplicatesUnderAUniqueIndex(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(SETUP);
            Change change = Change.newBuilder()
                    .setName("c")
                    .addOperations(Operation.newBuilder()
                            .setAddIndex(AddIndex.newBuilder()
                                    .setTable("orders")
                                    .setName("orders_amount_key")
                                    .addColumns("amount")
                                    .setUnique(true)))
                    .build();

            Planned planned = node.planned(change);

            assertThat(planned.getFindingsList()).anySatisfy(finding -> {
                assertThat(finding.getCode()).isEqualTo("rows-with-duplicates");
                assertThat(finding.getSamplesList()).containsExactly("amount=2, times=2");
            });
            node.execute("DELETE FROM orders WHERE id = 3");
            new PlanRunner(node, node.plan(change)).runAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void namesThePrivilegesThatTheLoginLacks(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(SETUP);
            String user = "weak_" + node.schema;
            node.execute("CREATE USER " + user + " IDENTIFIED BY 'Weak-1'");
            try {
                node.execute("GRANT SELECT, INSERT, UPDATE, CREATE, DROP ON " + node.schema + ".* TO " + user);
                node.execute("GRANT ALL ON " + node.address.ledgerSchema() + ".* TO " + user);
                DatabaseAddress weak = new DatabaseAddress(
                        node.address.jdbcUrl(), user, new Secret("Weak-1"), node.address.ledgerSchema());
                Change change = Scenario.named("add-index").change();
                try (Connection connection = node.engine.open(weak, SessionPurpose.DRIVER)) {
                    Planned planned = node.engine.plan(
                            connection,
                            new PlanRequest(change, com.google.protobuf.ByteString.EMPTY, "shop", 1, "node-1", weak));

                    assertThat(Node.refusals(planned))
                            .anySatisfy(
                                    message -> assertThat(message).contains("found no ALTER, INDEX, TRIGGER; GRANT"));
                }
            } finally {
                node.execute("DROP USER " + user);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql"})
    void refusesWhenTheRowVersionsAreUsedUp(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE orders (id int PRIMARY KEY, country varchar(2) NOT NULL)");
            for (int version = 1; version <= 63; version++) {
                node.execute("ALTER TABLE orders ADD COLUMN c" + version + " int NULL, ALGORITHM=INSTANT");
            }

            Planned planned = node.planned(Scenario.named("add-column-nullable").change());

            assertThat(planned.getFindingsList()).anySatisfy(finding -> {
                assertThat(finding.getCode()).isEqualTo("row-versions-used-up");
                assertThat(finding.getMessage()).contains("found 63 of 64 used");
            });
            node.execute("ALTER TABLE orders FORCE, ALGORITHM=INPLACE, LOCK=NONE");
            assertThat(Node.refusals(
                            node.planned(Scenario.named("add-column-nullable").change())))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void dropsWhatACrashedRehearsalLeft(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(Scenario.named("add-index").setup());
            String left = node.address.ledgerSchema() + ".lockstep_rehearsal_0001";
            node.execute("CREATE TABLE " + left + " (other int)");

            assertThat(Node.refusals(node.planned(Scenario.named("add-index").change())))
                    .isEmpty();

            assertThat(node.column("SHOW TABLES FROM " + node.address.ledgerSchema() + " LIKE 'lockstep%'"))
                    .isEmpty();
        }
    }
}
