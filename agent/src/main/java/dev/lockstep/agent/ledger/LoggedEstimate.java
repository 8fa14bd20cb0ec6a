package dev.lockstep.agent.ledger;

import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the estimate went out from, in the detail of the row that says the plan was made: beside what the steps took it gives the node's rates. */
public final class LoggedEstimate {
    static final String PLANNED = "planned";
    private static final String NEXT = "; ";

    /** MySQL's texts end at 64 kB. */
    private static final int MOST_STEPS = 300;

    private LoggedEstimate() {}

    /** The detail for an estimate: the steps whose time depends on a table. */
    public static String write(PlanEstimate estimate) {
        List<String> parts = new ArrayList<>(List.of(PLANNED));
        estimate.getStepsList().stream()
                .filter(step -> step.getRows() > 0)
                .limit(MOST_STEPS)
                .forEach(step -> parts.add(part(step)));
        return String.join(NEXT, parts);
    }

    private static String part(StepEstimate step) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("step", (long) step.getStep());
        figures.put("kind", (long) step.getKindValue());
        figures.put("rows", step.getRows());
        figures.put("bytes", step.getBytes());
        return LoggedFigures.write(figures);
    }

    /** The steps in a row; without those of a kind that this version does not know. */
    static List<StepEstimate> read(LogRow row) {
        List<StepEstimate> steps = new ArrayList<>();
        for (String part : List.of(row.detail().split(NEXT))) {
            Map<String, Long> figures = LoggedFigures.read(part);
            StepKind kind = StepKind.forNumber(figures.getOrDefault("kind", 0L).intValue());
            if (kind != null && kind != StepKind.STEP_KIND_UNSPECIFIED) {
                steps.add(StepEstimate.newBuilder()
                        .setStep(figures.getOrDefault("step", 0L).intValue())
                        .setKind(kind)
                        .setRows(figures.getOrDefault("rows", 0L))
                        .setBytes(figures.getOrDefault("bytes", 0L))
                        .build());
            }
        }
        return steps;
    }
}
