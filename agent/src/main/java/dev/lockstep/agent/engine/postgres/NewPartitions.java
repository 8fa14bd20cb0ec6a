package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/** Partitions that came after the plan was made: nothing was done on them, and the server would catch up under its lock. */
final class NewPartitions {
    private NewPartitions() {}

    /**
     * A step that stops if there are any.
     *
     * @param ready what was done on those that the plan knows, such as {@code whose indexes are built}
     */
    static StepDraft look(TableFacts whole, Phase phase, String ready, String reason, PlanTarget target) {
        List<String> known = new ArrayList<>(List.of(regclass(whole.name(), target)));
        whole.traits().partitioning().tables().forEach(partition -> known.add(regclass(partition, target)));
        return StepDraft.check(
                whole.name(),
                phase,
                "look for partitions of %s that came after the plan"
                        .formatted(whole.name().shown()),
                Check.newBuilder()
                        .setQuery("SELECT relid::text FROM pg_partition_tree(%s) WHERE relid <> ALL (ARRAY[%s]) LIMIT 5"
                                .formatted(regclass(whole.name(), target), String.join(", ", known)))
                        .setExpectation("%s has the partitions that the plan knows, %s"
                                .formatted(whole.name().shown(), ready))
                        .build(),
                reason);
    }

    private static String regclass(TableName table, PlanTarget target) {
        return "to_regclass(" + Quoting.literal(target.table(table)) + ")";
    }
}
