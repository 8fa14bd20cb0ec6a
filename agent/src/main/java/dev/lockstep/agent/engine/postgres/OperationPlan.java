package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * What a planner says to one operation.
 *
 * @param steps in the operation's own order; empty when it is refused
 * @param findings reasons to refuse, and notes
 * @param questions what to ask the live rows
 * @param after the node as it will be for the operations behind
 */
record OperationPlan(List<StepDraft> steps, List<Finding> findings, List<RowQuestion> questions, Facts after) {

    OperationPlan {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        questions = List.copyOf(questions);
    }

    static OperationPlan refused(Facts facts, List<Finding> findings) {
        return new OperationPlan(List.of(), findings, List.of(), facts);
    }

    static OperationPlan of(Facts after, List<StepDraft> steps) {
        return new OperationPlan(steps, List.of(), List.of(), after);
    }

    OperationPlan noting(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new OperationPlan(steps, all, questions, after);
    }

    OperationPlan asking(RowQuestion question) {
        List<RowQuestion> all = new ArrayList<>(questions);
        all.add(question);
        return new OperationPlan(steps, findings, all, after);
    }

    OperationPlan asking(List<RowQuestion> more) {
        List<RowQuestion> all = new ArrayList<>(questions);
        all.addAll(more);
        return new OperationPlan(steps, findings, all, after);
    }

    /** With the order of each backfill, by the node as it was before the operation. */
    OperationPlan filling(Facts before) {
        return new OperationPlan(
                steps.stream().map(step -> FillOrder.chosen(step, before)).toList(), findings, questions, after);
    }

    /** With the operation's words on each step, and its line on each finding and question. */
    OperationPlan about(String operation, int line) {
        return new OperationPlan(
                steps.stream().map(step -> step.ofOperation(operation)).toList(),
                findings.stream()
                        .map(finding -> finding.toBuilder().setLine(line).build())
                        .toList(),
                questions.stream().map(question -> question.atLine(line)).toList(),
                after);
    }
}
