package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A column added and dropped again while applications work: no statement of theirs may fail, and no row may be missed. */
class PostgresUnderLoadIT {

    private static final int MOST_TRIES = 500;

    private static final String SETUP = """
            CREATE TABLE orders (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              country text NOT NULL,
              amount numeric(10, 2) NOT NULL DEFAULT 0,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            INSERT INTO orders (country, amount) SELECT CASE WHEN n % 2 = 0 THEN 'DE' ELSE 'US' END, n FROM generate_series(1, 5000) AS n;
            """;

    private static final String ADD = Scenario.named("region-and-index").change();

    private static final String DROP = """
            change: orders-no-region
            fleet: orders
            operations:
              - drop_column: {table: orders, column: region}
            """;

    @Test
    void noStatementOfTheApplicationFails() throws SQLException {
        try (PostgresNode node = new PostgresNode(SETUP)) {
            List<Step> add = PostgresNode.plan(node.plan(ADD)).getStepsList();
            try (Writers old = new Writers(node, false, 3)) {
                runUnder(old, node, add, phase -> phase != Phase.CONTRACT);
                assertThat(wrongRegions(node)).isEqualTo("0");
            }
            try (Writers knowing = new Writers(node, true, 3)) {
                runUnder(knowing, node, add, phase -> phase == Phase.CONTRACT);
            }
            List<Step> drop = PostgresNode.plan(node.plan(DROP)).getStepsList();
            try (Writers knowing = new Writers(node, true, 3)) {
                runUnder(knowing, node, drop, phase -> phase != Phase.CONTRACT);
            }
            try (Writers old = new Writers(node, false, 3)) {
                runUnder(old, node, drop, phase -> phase == Phase.CONTRACT);
            }
            assertThat(node.catalog().definition("table:orders/column:region")).isEmpty();
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    private static String wrongRegions(PostgresNode node) throws SQLException {
        return node.ask(
                "SELECT count(*) FROM orders WHERE region IS DISTINCT FROM CASE WHEN country IN ('DE', 'FR') THEN 'eu' ELSE 'other' END");
    }

    private static void runUnder(Writers load, PostgresNode node, List<Step> steps, Predicate<Phase> phases)
            throws SQLException {
        StepDriver driver = new StepDriver(node);
        for (Step step : steps) {
            if (phases.test(step.getPhase())) {
                long before = load.statements();
                persist(driver, node, step);
                assertThat(load.failures()).as(step.getSummary()).isEmpty();
                org.awaitility.Awaitility.await()
                        .alias("the application goes on after " + step.getSummary())
                        .until(() ->
                                load.statements() > before || !load.failures().isEmpty());
            }
        }
        assertThat(load.failures()).isEmpty();
    }

    /** Each try waits for its lock as long as it may, so there is no pause between them. */
    private static void persist(StepDriver driver, PostgresNode node, Step step) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                driver.forward(step);
                return;
            } catch (SQLException failure) {
                boolean again = node.engine().classify(failure).kind() == SqlFailure.Kind.RETRYABLE;
                if (!again || tries == MOST_TRIES) {
                    throw failure;
                }
            }
        }
    }
}
