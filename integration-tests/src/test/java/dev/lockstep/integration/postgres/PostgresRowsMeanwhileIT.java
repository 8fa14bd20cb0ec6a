package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that writers leave in the moments between two steps. */
class PostgresRowsMeanwhileIT {

    private static final String SETUP = """
            CREATE TABLE orders (id integer PRIMARY KEY, area text DEFAULT 'eu', price numeric(10, 2) DEFAULT 0);
            INSERT INTO orders VALUES (0, 'us', 1.5);
            """;

    @Test
    void aRowFromBeforeTheTriggersIsTheSameUnderANewName() throws SQLException {
        try (PostgresNode node = new PostgresNode(SETUP)) {
            expandAndFillWhileRowsCome(node, "rename_column: {table: orders, column: area, to: region}");

            assertThat(node.ask("SELECT string_agg(concat_ws(' ', id, area, region), ', ' ORDER BY id) FROM orders"))
                    .isEqualTo("0 us us, 1 us us, 2, 3 eu eu");
        }
    }

    @Test
    void aRowFromBeforeTheTriggersIsConverted() throws SQLException {
        try (PostgresNode node = new PostgresNode(SETUP)) {
            expandAndFillWhileRowsCome(
                    node,
                    "change_type: {table: orders, column: price, type: bigint, to: cents, up: \"price * 100\", down: \"cents / 100.0\", default: 0}");

            assertThat(node.ask("SELECT string_agg(concat_ws(' ', id, price, cents), ', ' ORDER BY id) FROM orders"))
                    .isEqualTo("0 1.50 150, 1 2.50 250, 2, 3 0.00 0");
        }
    }

    /** After each step of EXPAND: one with values, one with NULLs, one that leaves the columns out. */
    private static void expandAndFillWhileRowsCome(PostgresNode node, String operation) throws SQLException {
        StepDriver driver = new StepDriver(node);
        boolean first = true;
        for (Step step : steps(node, operation)) {
            if (step.getPhase() == Phase.EXPAND || step.getPhase() == Phase.BACKFILL) {
                driver.forward(step);
            }
            if (first) {
                node.run("INSERT INTO orders VALUES (1, 'us', 2.5), (2, NULL, NULL)");
                node.run("INSERT INTO orders (id) VALUES (3)");
                first = false;
            }
        }
    }

    @Test
    void aValueThatComesToNullIsNotFilledAgainAndAgain() throws SQLException {
        try (PostgresNode node = new PostgresNode(SETUP + "INSERT INTO orders VALUES (1, NULL, 1);")) {
            StepDriver driver = new StepDriver(node);
            List<Step> steps = steps(
                    node,
                    "add_column: {table: orders, column: label, type: text, nullable: true, value: \"upper(area)\"}");
            for (Step step : steps) {
                if (step.getPhase() == Phase.EXPAND || step.getPhase() == Phase.BACKFILL) {
                    driver.forward(step);
                }
            }
            Step fill = steps.stream().filter(Step::hasBackfill).findFirst().orElseThrow();
            BackfillRanges ranges = node.engine().ranges(fill.getBackfill(), node.address());

            assertThat(node.ask("SELECT string_agg(coalesce(label, 'none'), ', ' ORDER BY id) FROM orders"))
                    .isEqualTo("US, none");
            assertThat(ranges.fill(node.driver(), null, List.of("1"))).isZero();
        }
    }

    private static List<Step> steps(PostgresNode node, String operation) throws SQLException {
        return PostgresNode.plan(node.plan("""
                change: orders-meanwhile
                fleet: orders
                operations:
                  - %s
                """.formatted(operation))).getStepsList();
    }
}
