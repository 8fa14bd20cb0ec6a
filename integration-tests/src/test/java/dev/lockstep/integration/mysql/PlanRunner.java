package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs a plan as an agent would, without its ledger, and compares each step's effects with what the live catalog shows. */
final class PlanRunner {
    private static final int BATCH_ROWS = 3;
    private static final int RETRYABLE_TRIES = 20;

    private final Node node;
    private final Plan plan;
    private final int batchRows;

    PlanRunner(Node node, Plan plan) {
        this(node, plan, BATCH_ROWS);
    }

    PlanRunner(Node node, Plan plan, int batchRows) {
        this.node = node;
        this.plan = plan;
        this.batchRows = batchRows;
    }

    /** Runs the steps of some phases, in order. */
    void run(Phase... phases) throws SQLException {
        for (Step step : plan.getStepsList()) {
            if (List.of(phases).contains(step.getPhase())) {
                run(step);
            }
        }
    }

    void runAll() throws SQLException {
        for (Step step : plan.getStepsList()) {
            run(step);
        }
    }

    void run(Step step) throws SQLException {
        if (step.hasCheck()) {
            assertThat(node.column(step.getCheck().getQuery()))
                    .as(step.getCheck().getExpectation())
                    .isEmpty();
        } else if (step.hasBackfill()) {
            backfill(step);
        } else {
            statement(step);
        }
    }

    /** Takes back the steps up to a number, the last first. */
    void undo(int number) throws SQLException {
        for (int index = number - 1; index >= 0; index--) {
            Step step = plan.getSteps(index);
            assertThat(step.getUndo().getIrreversible()).as(step.getSummary()).isEmpty();
            for (String sql : step.getUndo().getSqlList()) {
                node.execute(sql);
            }
            Catalog undone = node.engine.readCatalog(node.driver, node.address, paths(step));
            for (ObjectChange effect : step.getEffectsList()) {
                assertThat(undone.hash(effect.getPath()))
                        .as("undo of %s: %s", step.getSummary(), effect.getPath())
                        .isEqualTo(effect.getBefore());
            }
        }
    }

    private static List<String> paths(Step step) {
        return step.getEffectsList().stream().map(ObjectChange::getPath).toList();
    }

    private void statement(Step step) throws SQLException {
        Catalog before = node.catalog();
        List<String> paths = paths(step);
        for (ObjectChange effect : step.getEffectsList()) {
            assertThat(before.hash(effect.getPath()))
                    .as("before %s: %s", step.getSummary(), effect.getPath())
                    .isEqualTo(effect.getBefore())
                    .isNotEqualTo(effect.getAfter());
        }
        node.engine.prepare(node.driver, step.getStatement());
        for (String sql : step.getStatement().getSqlList()) {
            node.execute(sql);
        }
        Catalog probed = node.engine.readCatalog(node.driver, node.address, paths);
        for (ObjectChange effect : step.getEffectsList()) {
            assertThat(probed.hash(effect.getPath()))
                    .as("after %s: %s is %s", step.getSummary(), effect.getPath(), probed.definition(effect.getPath()))
                    .isEqualTo(effect.getAfter());
        }
        if (step.getStatement().getDoneWhen().isEmpty()) {
            assertThat(changed(before, node.catalog()))
                    .as("what %s really changed", step.getSummary())
                    .containsExactlyInAnyOrderElementsOf(paths);
        } else {
            assertThat(node.column(step.getStatement().getDoneWhen())).containsExactly("1");
        }
    }

    private void backfill(Step step) throws SQLException {
        BackfillRanges ranges = node.engine.ranges(step.getBackfill(), node.address);
        try (Connection connection = node.open(SessionPurpose.BACKFILL)) {
            connection.setAutoCommit(false);
            @Nullable List<String> lower = null;
            Optional<List<String>> upper = ranges.upperBound(connection, lower, batchRows);
            while (upper.isPresent()) {
                fill(ranges, connection, lower, upper.get());
                lower = upper.get();
                upper = ranges.upperBound(connection, lower, batchRows);
            }
        }
    }

    private void fill(BackfillRanges ranges, Connection connection, @Nullable List<String> lower, List<String> upper)
            throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                ranges.fill(connection, lower, upper);
                connection.commit();
                return;
            } catch (SQLException failed) {
                connection.rollback();
                if (attempt == RETRYABLE_TRIES || node.engine.classify(failed).kind() != SqlFailure.Kind.RETRYABLE) {
                    throw failed;
                }
            }
        }
    }

    private static List<String> changed(Catalog before, Catalog after) {
        TreeSet<String> paths = new TreeSet<>(before.schema().keySet());
        paths.addAll(before.own().keySet());
        paths.addAll(after.schema().keySet());
        paths.addAll(after.own().keySet());
        List<String> changed = new ArrayList<>();
        for (String path : paths) {
            if (!before.definition(path).equals(after.definition(path))) {
                changed.add(path);
            }
        }
        return changed;
    }
}
