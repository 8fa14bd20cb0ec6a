package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepEstimate;
import java.util.List;

/** What steps will roughly cost, from the server's statistics. It stands beside the plan and is never hashed. */
final class Estimates {

    private static final long FILLED_ROWS_PER_SECOND = 30_000;
    private static final long INDEXED_ROWS_PER_SECOND = 500_000;
    private static final long SCANNED_BYTES_PER_SECOND = 200_000_000;
    private static final long METADATA_MILLIS = 10;

    private Estimates() {}

    static PlanEstimate of(List<PlannedStep> steps, Facts facts) {
        PlanEstimate.Builder estimate = PlanEstimate.newBuilder();
        for (int place = 0; place < steps.size(); place++) {
            StepDraft draft = steps.get(place).live();
            StepEstimate.Builder step =
                    StepEstimate.newBuilder().setStep(place + 1).setMillis(METADATA_MILLIS);
            facts.table(draft.table()).ifPresent(table -> fill(step, draft.step(), table));
            estimate.addSteps(step);
        }
        return estimate.build();
    }

    private static void fill(StepEstimate.Builder estimate, Step step, TableFacts table) {
        long millis = METADATA_MILLIS;
        if (step.hasBackfill()) {
            millis += table.rows() * 1000 / FILLED_ROWS_PER_SECOND;
        } else if (step.hasCheck()) {
            millis += table.bytes() * 1000 / SCANNED_BYTES_PER_SECOND;
        } else if (step.getStatement().getTransactional()) {
            return;
        } else if (step.getStatement().getSqlList().stream().anyMatch(sql -> sql.contains(" INDEX CONCURRENTLY "))) {
            millis += table.rows() * 1000 / INDEXED_ROWS_PER_SECOND;
        } else {
            millis += table.bytes() * 1000 / SCANNED_BYTES_PER_SECOND;
        }
        estimate.setRows(table.rows()).setBytes(table.bytes()).setMillis(millis);
    }
}
