package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The steps that prove a rule of a partitioned table: partition by partition, so that each scan is short of the whole and is not done again after a break; then the whole,
 * which finds every partition proved and scans nothing. They are undone together with the rule.
 */
final class PartitionProofs {
    private PartitionProofs() {}

    /**
     * In order.
     *
     * @param proof what a proof is of, of the table that it is given, such as {@code that every row of orders keeps positive}
     */
    static List<StepDraft> of(
            TableFacts table, String constraint, UnaryOperator<String> proof, Phase phase, PlanTarget target) {
        return of(table, table.traits().partitioning(), constraint, proof, phase, target);
    }

    /**
     * Of a partition that is partitioned itself, too.
     *
     * @param partitioning how the table is partitioned, as the whole knows it
     */
    static List<StepDraft> of(
            TableFacts table,
            Partitioning partitioning,
            String constraint,
            UnaryOperator<String> proof,
            Phase phase,
            PlanTarget target) {
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : partitioning.leaves()) {
            steps.add(validate(
                    leaf.table(),
                    constraint,
                    proof,
                    Locks.shareUpdateExclusive(leaf.table()),
                    "a rule is proved by scans that block neither readers nor writers, one partition at a time",
                    phase,
                    target));
        }
        steps.add(validate(
                table.name(),
                constraint,
                proof,
                Locks.withPartitions(table.with(table.traits().with(partitioning)), Locks::shareUpdateExclusive),
                "what is proved of all partitions is true of the whole, without a scan",
                phase,
                target));
        return steps;
    }

    private static StepDraft validate(
            TableName table,
            String constraint,
            UnaryOperator<String> proof,
            String lock,
            String reason,
            Phase phase,
            PlanTarget target) {
        return StepDraft.autonomous(
                table,
                phase,
                "prove " + proof.apply(table.shown()),
                lock,
                List.of("ALTER TABLE %s VALIDATE CONSTRAINT %s"
                        .formatted(target.table(table), Quoting.identifier(constraint))),
                List.of(),
                Undo.getDefaultInstance(),
                reason);
    }
}
