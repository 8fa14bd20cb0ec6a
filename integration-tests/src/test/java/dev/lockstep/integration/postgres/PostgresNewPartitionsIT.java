package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Partitions that come between two steps: a small one gets from the server what the others have, a large one stops the step that would make it wait for that. */
class PostgresNewPartitionsIT {
    private static final String LINES = """
            CREATE TABLE orders (id integer PRIMARY KEY);
            INSERT INTO orders SELECT n FROM generate_series(1, 100) AS n;
            CREATE TABLE lines (id integer NOT NULL, order_id integer, day integer NOT NULL, text text, CONSTRAINT lines_pkey PRIMARY KEY (id, day))
              PARTITION BY RANGE (day);
            CREATE TABLE lines_1 PARTITION OF lines FOR VALUES FROM (0) TO (100);
            CREATE TABLE lines_2 PARTITION OF lines FOR VALUES FROM (100) TO (200);
            ALTER TABLE lines ALTER COLUMN order_id SET NOT NULL;
            CREATE INDEX lines_order ON lines (order_id);
            INSERT INTO lines SELECT n, 1 + n % 100, n FROM generate_series(1, 199) AS n;
            """;

    private static final String REFER = """
            change: lines-refer
            fleet: orders
            operations:
              - add_foreign_key: {table: lines, name: lines_order_fk, columns: [order_id], references: orders, referenced_columns: [id]}
            """;

    private static final String REPLACE = """
            change: lines-key
            fleet: orders
            operations:
              - replace_primary_key: {table: lines, columns: [id, order_id, day]}
            """;

    private static final String INDEX = """
            change: lines-by-text
            fleet: orders
            operations:
              - add_index: {table: lines, name: lines_by_text, columns: [text, day], unique: true}
            """;

    private static final String TYPE = """
            change: lines-order-text
            fleet: orders
            operations:
              - change_type: {table: lines, column: order_id, to: ordered, type: bigint}
            """;

    private static final String NEW_PARTITION =
            "CREATE TABLE lines_3 PARTITION OF lines FOR VALUES FROM (200) TO (300)";

    @Test
    void aSmallOneRefersAsTheOthersDo() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            goes(node, REFER, "INSERT INTO lines VALUES (1, 7, 205)");

            assertThat(node.ask("SELECT string_agg(conname || ' ' || convalidated, ', ') FROM pg_constraint"
                            + " WHERE conrelid = 'lines_3'::regclass AND contype = 'f'"))
                    .isEqualTo("lines_order_fk true");
            assertThatThrownBy(() -> node.run("DELETE FROM orders WHERE id = 7"))
                    .hasMessageContaining("lines_order_fk");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aSmallOneGetsTheNewKey() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            goes(node, REPLACE, "INSERT INTO lines VALUES (1, 7, 205)");

            assertThat(node.ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                            + " WHERE conrelid = 'lines_3'::regclass AND contype = 'p'"))
                    .isEqualTo("PRIMARY KEY (id, order_id, day)");
            assertThatThrownBy(() -> node.run("INSERT INTO lines VALUES (1, 7, 205)"))
                    .hasMessageContaining("duplicate key");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aSmallOneJoinsANewIndex() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            goes(node, INDEX, "INSERT INTO lines VALUES (1, 7, 205, 'one')");

            assertThat(node.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_by_text'::regclass"))
                    .isEqualTo("t");
            assertThatThrownBy(() -> node.run("INSERT INTO lines VALUES (2, 7, 205, 'one')"))
                    .hasMessageContaining("lines_3_idx_");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aSmallOneOfAnyNameJoins() throws SQLException {
        String name = "\"a \\1 & \"\"USING\"";
        try (PostgresNode node = new PostgresNode(LINES)) {
            goes(node, INDEX, "CREATE TABLE " + name + " PARTITION OF lines FOR VALUES FROM (300) TO (400)");

            assertThat(node.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_by_text'::regclass"))
                    .isEqualTo("t");
            assertThat(node.ask(
                            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE NOT indisprimary AND indisunique"
                                    + " AND indrelid = '" + name + "'::regclass"))
                    .endsWith(" USING btree (text, day)");
        }
    }

    @Test
    void aSmallOneJoinsTheIndexesOfAnotherType() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            goes(node, TYPE, "INSERT INTO lines VALUES (1, 7, 205, 'one')");

            assertThat(node.ask("SELECT pg_typeof(ordered) || ' ' || ordered FROM lines_3"))
                    .isEqualTo("bigint 7");
            assertThat(node.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_order'::regclass"))
                    .isEqualTo("t");
            assertThat(
                            node.ask(
                                    "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'lines_3'::regclass AND NOT indisunique"))
                    .endsWith("(ordered)");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aLargeOneStopsWhatWouldMakeItWait() throws SQLException {
        for (String change : List.of(REFER, REPLACE, INDEX)) {
            try (PostgresNode node = new PostgresNode(LINES)) {
                assertThatThrownBy(
                                () -> goes(
                                        node,
                                        change,
                                        "INSERT INTO lines SELECT n, 7, 205, repeat('x', 1000) FROM generate_series(1, 2000) AS n"))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("and beside them none of more than 1 MB")
                        .hasMessageContaining("lines_3");
            }
        }
    }

    /** Right before the look that is the last before the whole takes over. */
    private static void goes(PostgresNode node, String change, String rows) throws SQLException {
        Planned planned = node.plan(change);
        assertThat(planned.getFindingsList())
                .filteredOn(finding -> finding.getSeverity() == Severity.REFUSE)
                .isEmpty();
        List<Step> steps = PostgresNode.plan(planned).getStepsList();
        StepDriver driver = new StepDriver(node);
        Step last = steps.stream()
                .filter(step -> step.getCheck().getExpectation().contains("the plan knows"))
                .reduce((one, other) -> other)
                .orElseThrow();
        for (Step step : steps) {
            if (step.equals(last)) {
                node.run(NEW_PARTITION);
                node.run(rows);
            }
            if (step.getNumber() < last.getNumber()) {
                driver.forward(step);
            } else {
                driver.forwardAmongOthers(step);
            }
        }
    }
}
