package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node's plan says a step will cost, once the node has done such steps. */
class EstimatesIT {
    private static final int ROWS = 20_000;
    private static final WorkLimits LIMITS = new WorkLimits(5, 20, 15_000, 500, 2000, 5, 1);
    private static final String SETUP = """
            CREATE TABLE events (id int PRIMARY KEY, note text);
            INSERT INTO events SELECT n, repeat('x', 100) FROM generate_series(1, %d) AS n;
            ANALYZE events;
            """.formatted(ROWS);

    private BackfillNode node;

    @BeforeEach
    void start() throws SQLException {
        node = new BackfillNode(TestServers.postgres(), SETUP, change("label"));
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void areByWhatTheNodeTookBeforeAndLeaveThePlanAsItIs() throws Exception {
        StepEstimate assumed = of(node.planned(), StepKind.ROW_FILL);
        assertThat(assumed.getMeasured()).isFalse();
        assertThat(assumed.getRows()).isEqualTo(ROWS);
        assertThat(assumed.getLogBytes()).isEqualTo(2 * assumed.getBytes() + 200L * ROWS);
        assertThat(assumed.getLockMillis()).isEqualTo(100);

        StepActual filled = fill();
        assertThat(filled.getRows()).isEqualTo(ROWS);
        assertThat(filled.getMillis()).isPositive();
        assertThat(filled.getLockMillis()).isPositive().isLessThanOrEqualTo(filled.getMillis());
        assertThat(filled.getLogBytes())
                .as("each row is written once more, at least")
                .isGreaterThan(ROWS * 100L);
        node.run("ANALYZE events");

        Planned byMeasure = node.dryRun(change("title"));
        StepEstimate measured = of(byMeasure, StepKind.ROW_FILL);
        assertThat(measured.getMeasured()).isTrue();
        double wider = (200.0 * ROWS + measured.getBytes()) / (200.0 * ROWS + assumed.getBytes());
        assertThat(wider).as("the first column is in the rows now").isGreaterThan(1);
        assertThat(measured.getMillis() / wider).isBetween(filled.getMillis() - 1.0, filled.getMillis() + 20.0);
        assertThat(measured.getLogBytes() / wider).isCloseTo(filled.getLogBytes(), within(1.0));

        node.run("UPDATE lockstep.log SET detail = 'forgotten'");
        Planned byDefault = node.dryRun(change("title"));
        assertThat(of(byDefault, StepKind.ROW_FILL).getMeasured()).isFalse();
        assertThat(byDefault.getEstimate()).isNotEqualTo(byMeasure.getEstimate());
        assertThat(byDefault.getPlanHash()).isEqualTo(byMeasure.getPlanHash());
    }

    private StepActual fill() throws SQLException, InterruptedException {
        BackfillAgent agent = new BackfillAgent(node, LIMITS);
        assertThat(agent.work().hasPlanned()).isTrue();
        agent.pass(Phase.EXPAND);
        agent.pass(Phase.BACKFILL);
        List<StepActual> costs = node.outcome().getPhaseDone().getCostsList();
        assertThat(costs).hasSize(1);
        return costs.get(0);
    }

    private static StepEstimate of(Planned planned, StepKind kind) {
        return planned.getEstimate().getStepsList().stream()
                .filter(step -> step.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static String change(String column) {
        return """
                change: %s
                fleet: orders
                why: Show it
                operations:
                  - add_column: {table: events, column: %s, type: text, nullable: false, value: "concat('of ', id)"}
                """.formatted(column, column);
    }
}
