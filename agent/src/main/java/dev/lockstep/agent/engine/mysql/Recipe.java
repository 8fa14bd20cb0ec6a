package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.util.List;

/**
 * What an operation comes to on a node.
 *
 * @param steps in their order within each phase; without numbers and effects
 * @param findings reasons to refuse, and notes
 * @param after the facts as they are once the operation is through
 */
record Recipe(List<Draft> steps, List<Finding> findings, SchemaFacts after) {
    Recipe {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /**
     * A step and what it costs.
     *
     * @param step without number and effects
     * @param cost what its time depends on
     * @param table the table that it works on; empty for none
     */
    record Draft(Step step, Cost cost, String table) {}

    boolean isRefused() {
        return findings.stream().anyMatch(finding -> finding.getSeverity() == Severity.REFUSE);
    }
}
