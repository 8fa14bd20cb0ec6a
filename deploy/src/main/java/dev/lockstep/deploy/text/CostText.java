package dev.lockstep.deploy.text;

import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import java.util.ArrayList;
import java.util.List;

/** What steps should cost, and what they did. */
public final class CostText {

    private CostText() {}

    /** Such as {@code 210,000 rows, 35.2 MB, 12.0 s, 70.4 MB of log, lock 100 ms}; empty for nothing. */
    public static String estimate(StepEstimate estimate) {
        List<String> parts = new ArrayList<>();
        add(parts, estimate.getRows(), Amounts.count(estimate.getRows()) + " rows");
        add(parts, estimate.getBytes(), Amounts.bytes(estimate.getBytes()));
        add(parts, estimate.getMillis(), Amounts.duration(estimate.getMillis()));
        add(parts, estimate.getLogBytes(), Amounts.bytes(estimate.getLogBytes()) + " of log");
        add(parts, estimate.getLockMillis(), "lock " + Amounts.duration(estimate.getLockMillis()));
        return String.join(", ", parts);
    }

    /** Such as {@code 198,000 rows, 9.1 s (0.2 s waiting), 66.0 MB of log, lock 120 ms}. */
    public static String actual(StepActual actual) {
        List<String> parts = new ArrayList<>();
        add(parts, actual.getRows(), Amounts.count(actual.getRows()) + " rows");
        parts.add(Amounts.duration(actual.getMillis())
                + (actual.getLockWaitMillis() == 0
                        ? ""
                        : " (" + Amounts.duration(actual.getLockWaitMillis()) + " waiting)"));
        add(parts, actual.getLogBytes(), Amounts.bytes(actual.getLogBytes()) + " of log");
        add(parts, actual.getLockMillis(), "lock " + Amounts.duration(actual.getLockMillis()));
        if (actual.getResumed()) {
            parts.add("since it went on");
        }
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long amount, String text) {
        if (amount > 0) {
            parts.add(text);
        }
    }
}
