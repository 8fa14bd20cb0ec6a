package dev.lockstep.deploy.text;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plans of several nodes; nodes that would run the same are shown once. */
public final class PlanText {

    private final List<String> lines = new ArrayList<>();

    private final boolean brief;

    private PlanText(boolean brief) {
        this.brief = brief;
    }

    /** The lines to show, without line ends: each step with its SQL, lock, undo and estimate. */
    public static List<String> of(List<NodePlan> nodes) {
        return of(nodes, false);
    }

    /** What would be run, and above it what happens when that fails. */
    public static List<String> of(PlanChangeResponse plans) {
        List<String> lines = new ArrayList<>(plans.getPolicyList());
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.addAll(of(plans.getNodesList()));
        return lines;
    }

    /** The same with one line for each step. */
    public static List<String> brief(List<NodePlan> nodes) {
        return of(nodes, true);
    }

    private static List<String> of(List<NodePlan> nodes, boolean brief) {
        PlanText text = new PlanText(brief);
        Map<Plan, List<NodePlan>> same = new LinkedHashMap<>();
        for (NodePlan node : nodes) {
            if (node.hasPlan() && node.getPlan().getStepsCount() > 0) {
                same.computeIfAbsent(withoutNode(node.getPlan()), plan -> new ArrayList<>())
                        .add(node);
            }
        }
        same.forEach(text::addGroup);
        nodes.forEach(text::addRemarks);
        return text.lines;
    }

    private static Plan withoutNode(Plan plan) {
        return plan.toBuilder().clearNode().build();
    }

    private void addGroup(Plan plan, List<NodePlan> nodes) {
        String version = plan.getVersionClass().isEmpty()
                ? plan.getEngine().name().toLowerCase(java.util.Locale.ROOT)
                : plan.getVersionClass();
        lines.add(version + ": "
                + String.join(", ", nodes.stream().map(NodePlan::getNode).toList()));
        Phase phase = Phase.PHASE_UNSPECIFIED;
        for (Step step : plan.getStepsList()) {
            if (step.getPhase() != phase) {
                phase = step.getPhase();
                lines.add("  " + phase);
            }
            addStep(step, nodes);
        }
        lines.add("");
    }

    private void addStep(Step step, List<NodePlan> nodes) {
        lines.add("    " + step.getNumber() + ". " + step.getSummary()
                + (step.getOperation().isEmpty() ? "" : "  (" + step.getOperation() + ")"));
        if (brief) {
            return;
        }
        switch (step.getActionCase()) {
            case STATEMENT -> addStatement(step.getStatement());
            case BACKFILL -> addBackfill(step.getBackfill());
            case CHECK -> {
                addSql("", step.getCheck().getQuery());
                addLine("expects", step.getCheck().getExpectation());
            }
            case ACTION_NOT_SET -> addLine("does", "nothing on this engine");
        }
        addLine("lock", step.getLock());
        addUndo(step.getUndo());
        addEstimate(step.getNumber(), nodes);
        addLine("order", step.getReason());
    }

    private void addStatement(Statement statement) {
        statement.getSqlList().forEach(sql -> addSql("", sql));
        if (!statement.getTransactional()) {
            addLine("commits", "each statement by itself");
        }
        if (statement.getLockTimeoutMillis() > 0) {
            addLine(
                    "waits",
                    "at most " + Amounts.duration(statement.getLockTimeoutMillis()) + " for a lock, then again");
        }
    }

    private void addBackfill(Backfill backfill) {
        addSql(
                "",
                "UPDATE " + backfill.getTable() + " SET " + backfill.getColumn() + " = " + backfill.getValue()
                        + (backfill.getCondition().isEmpty() ? "" : " WHERE " + backfill.getCondition()));
        addLine(
                "batches",
                "by "
                        + (backfill.getByPlace() || backfill.getKeyColumnsCount() == 0
                                ? "place in the table"
                                : String.join(", ", backfill.getKeyColumnsList()))
                        + (backfill.getByPlace() && backfill.getKeyColumnsCount() > 0
                                ? ", then looked through by " + String.join(", ", backfill.getKeyColumnsList())
                                : "")
                        + ", of about "
                        + Amounts.duration(backfill.getBatchTargetMillis()));
    }

    private void addUndo(Undo undo) {
        if (!undo.getIrreversible().isEmpty()) {
            addLine("undo", "none: " + undo.getIrreversible());
        }
        undo.getSqlList().forEach(sql -> addSql("undo: ", sql));
        addLine("undo loses", undo.getLoses());
        addLine("undo takes along", String.join(", ", undo.getTakesAlongList()));
    }

    /** Sizes differ between nodes that run the same, so the largest is shown. */
    private void addEstimate(int step, List<NodePlan> nodes) {
        StepEstimate.Builder most = StepEstimate.newBuilder();
        boolean measured = true;
        for (NodePlan node : nodes) {
            for (StepEstimate estimate : node.getEstimate().getStepsList()) {
                if (estimate.getStep() == step) {
                    most.setRows(Math.max(most.getRows(), estimate.getRows()))
                            .setBytes(Math.max(most.getBytes(), estimate.getBytes()))
                            .setMillis(Math.max(most.getMillis(), estimate.getMillis()))
                            .setLogBytes(Math.max(most.getLogBytes(), estimate.getLogBytes()))
                            .setLockMillis(Math.max(most.getLockMillis(), estimate.getLockMillis()));
                    measured &= estimate.getMeasured();
                }
            }
        }
        String text = CostText.estimate(most.build());
        if (!text.isEmpty()) {
            addLine(
                    "estimate",
                    text + (nodes.size() > 1 ? " on the largest node" : "") + (measured ? ", as fast as before" : ""));
        }
    }

    private void addRemarks(NodePlan node) {
        if (!node.getError().isEmpty()) {
            lines.add(node.getNode() + ": no plan: " + node.getError());
        }
        node.getFindingsList().forEach(finding -> {
            lines.add(node.getNode() + ": " + finding.getSeverity().name().toLowerCase(java.util.Locale.ROOT) + " ["
                    + finding.getCode() + "] " + finding.getMessage());
            if (finding.getSamplesCount() > 0) {
                lines.add("    for example: " + String.join("; ", finding.getSamplesList()));
            }
        });
    }

    private void addSql(String before, String sql) {
        String[] parts = sql.strip().split("\n");
        lines.add("         " + before + parts[0]);
        for (int i = 1; i < parts.length; i++) {
            lines.add("         " + " ".repeat(before.length()) + parts[i]);
        }
    }

    private void addLine(String name, String text) {
        if (!text.isEmpty()) {
            lines.add("         " + name + ": " + text);
        }
    }
}
