package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.NodeRates;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.util.List;

/**
 * What steps will roughly cost, from the server's statistics and the rates that the node was measured at. It stands beside the plan and is never hashed, so that a
 * plan stays the one that was approved whatever is measured meanwhile.
 */
final class Estimates {

    private static final long FILLED_ROWS_PER_SECOND = 30_000;
    private static final long INDEXED_ROWS_PER_SECOND = 500_000;
    private static final long SCANNED_BYTES_PER_SECOND = 200_000_000;
    private static final long METADATA_MILLIS = 10;

    /** A row filled is written anew, and so is the page that it was on; then come its entries in indexes. */
    private static final long LOGGED_BYTES_PER_FILLED_BYTE = 2;

    private static final long LOGGED_BYTES_PER_FILLED_ROW = 200;
    private static final long LOGGED_BYTES_PER_INDEXED_ROW = 24;

    private final NodeRates rates;

    private Estimates(NodeRates rates) {
        this.rates = rates;
    }

    static PlanEstimate of(List<PlannedStep> steps, Facts facts, NodeRates rates) {
        Estimates estimates = new Estimates(rates);
        PlanEstimate.Builder estimate = PlanEstimate.newBuilder();
        for (int place = 0; place < steps.size(); place++) {
            StepDraft draft = steps.get(place).live();
            StepEstimate.Builder step = StepEstimate.newBuilder()
                    .setStep(place + 1)
                    .setKind(kind(draft.step()))
                    .setMillis(METADATA_MILLIS);
            facts.table(draft.table()).ifPresent(table -> estimates.fill(step, table.rows(), table.bytes()));
            estimate.addSteps(step.setLockMillis(lockMillis(step, draft.step())));
        }
        return estimate.build();
    }

    private static StepKind kind(Step step) {
        if (step.hasBackfill()) {
            return StepKind.ROW_FILL;
        } else if (step.hasCheck()) {
            return StepKind.TABLE_SCAN;
        } else if (step.getStatement().getTransactional()) {
            return StepKind.CATALOG_CHANGE;
        }
        return step.getStatement().getSqlList().stream().anyMatch(sql -> sql.contains(" INDEX CONCURRENTLY "))
                ? StepKind.INDEX_BUILD
                : StepKind.TABLE_SCAN;
    }

    private void fill(StepEstimate.Builder step, long rows, long bytes) {
        StepKind kind = step.getKind();
        if (kind == StepKind.CATALOG_CHANGE) {
            return;
        }
        long assumedMillis = switch (kind) {
            case ROW_FILL -> rows * 1000 / FILLED_ROWS_PER_SECOND;
            case INDEX_BUILD -> rows * 1000 / INDEXED_ROWS_PER_SECOND;
            default -> bytes * 1000 / SCANNED_BYTES_PER_SECOND;
        };
        long assumedLog = switch (kind) {
            case ROW_FILL -> bytes * LOGGED_BYTES_PER_FILLED_BYTE + rows * LOGGED_BYTES_PER_FILLED_ROW;
            case INDEX_BUILD -> rows * LOGGED_BYTES_PER_INDEXED_ROW;
            default -> 0;
        };
        step.setRows(rows)
                .setBytes(bytes)
                .setMillis(METADATA_MILLIS + rates.millis(kind, rows, bytes, assumedMillis))
                .setLogBytes(assumedLog == 0 ? 0 : rates.logBytes(kind, rows, bytes, assumedLog))
                .setMeasured(rates.knows(kind));
    }

    private static long lockMillis(StepEstimate.Builder estimate, Step step) {
        if (step.getLock().isEmpty()) {
            return 0;
        }
        return step.hasBackfill()
                ? Math.min(estimate.getMillis(), step.getBackfill().getBatchTargetMillis())
                : estimate.getMillis();
    }
}
