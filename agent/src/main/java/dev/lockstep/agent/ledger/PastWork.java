package dev.lockstep.agent.ledger;

import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps that this node has done, as far as they say how fast it is.
 *
 * @param estimate the sizes that the plan went out from
 */
public record PastWork(StepEstimate estimate, StepActual actual) {
    /** Below it, the fixed cost of a step hides the rate. */
    private static final long FEWEST_ROWS = 10_000;

    /** What the node did last says more than what it did years ago. */
    private static final int MOST_OF_A_KIND = 10;

    /** Rows that the time was spent on: those that were filled, else those of the table. */
    public long rows() {
        return estimate.getKind() == StepKind.ROW_FILL ? actual.getRows() : estimate.getRows();
    }

    private boolean tells() {
        boolean whole = !actual.getResumed() || estimate.getKind() == StepKind.ROW_FILL;
        return whole && rows() >= FEWEST_ROWS && estimate.getKind() != StepKind.CATALOG_CHANGE;
    }

    /** Whether a row holds an estimate or a cost. */
    public static boolean isIn(LogRow row) {
        return row.kind() == LogKind.DONE && row.detail().startsWith(LoggedCost.TOOK)
                || row.kind() == LogKind.OUTCOME && row.detail().startsWith(LoggedEstimate.PLANNED);
    }

    /** @param newestFirst rows with estimates and costs */
    static List<PastWork> of(List<LogRow> newestFirst) {
        Map<String, StepEstimate> estimates = new HashMap<>();
        for (LogRow row : newestFirst) {
            if (row.kind() == LogKind.OUTCOME) {
                LoggedEstimate.read(row)
                        .forEach(step -> estimates.putIfAbsent(row.epoch() + "/" + step.getStep(), step));
            }
        }
        Map<StepKind, Integer> seen = new HashMap<>();
        List<PastWork> past = new ArrayList<>();
        for (LogRow row : newestFirst) {
            StepEstimate estimate = estimates.get(row.epoch() + "/" + row.step());
            if (row.kind() == LogKind.DONE && estimate != null) {
                LoggedCost.read(row)
                        .map(cost -> new PastWork(estimate, cost))
                        .filter(PastWork::tells)
                        .filter(work -> seen.merge(estimate.getKind(), 1, Integer::sum) <= MOST_OF_A_KIND)
                        .ifPresent(past::add);
            }
        }
        return past;
    }
}
