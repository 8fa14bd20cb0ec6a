package dev.lockstep.agent.ledger;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.StepActual;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a step took, in the detail of the row that says it is done: part of the log's chain, and there exactly when the step's effect is. */
public final class LoggedCost {
    static final String TOOK = "took ";

    /** What follows it is about something else. */
    private static final String END = ";";

    private LoggedCost() {}

    /** The detail for a cost. */
    public static String write(StepActual cost) {
        Map<String, Long> figures = new LinkedHashMap<>();
        // A step may take no measurable time, and was measured all the same.
        String millis = "millis=" + cost.getMillis();
        figures.put("rows", cost.getRows());
        figures.put("lockWaitMillis", cost.getLockWaitMillis());
        figures.put("lockMillis", cost.getLockMillis());
        figures.put("logBytes", cost.getLogBytes());
        figures.put("resumed", cost.getResumed() ? 1L : 0L);
        return (TOOK + millis + " " + LoggedFigures.write(figures)).strip();
    }

    /** The cost in a row; empty where nobody measured it. */
    static Optional<StepActual> read(LogRow row) {
        if (!row.detail().startsWith(TOOK)) {
            return Optional.empty();
        }
        Map<String, Long> figures = LoggedFigures.read(row.detail().split(END, 2)[0]);
        return Optional.of(StepActual.newBuilder()
                .setStep(row.step())
                .setMillis(figures.getOrDefault("millis", 0L))
                .setRows(figures.getOrDefault("rows", 0L))
                .setLockWaitMillis(figures.getOrDefault("lockWaitMillis", 0L))
                .setLockMillis(figures.getOrDefault("lockMillis", 0L))
                .setLogBytes(figures.getOrDefault("logBytes", 0L))
                .setResumed(figures.containsKey("resumed"))
                .build());
    }

    /** What the steps of a phase that are done took, by number. */
    public static List<StepActual> of(List<LogRow> log, Phase phase) {
        TreeMap<Integer, StepActual> costs = new TreeMap<>();
        for (LogRow row : log) {
            if (row.phase() == phase && row.step() > 0) {
                costs.remove(row.step());
                if (row.kind() == LogKind.DONE) {
                    read(row).ifPresent(cost -> costs.put(row.step(), cost));
                }
            }
        }
        return List.copyOf(costs.values());
    }
}
