package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/** Partitions that came after the plan was made: nothing was done on them, and the server would catch up under its lock. */
final class NewPartitions {
    /** What the server reads, or builds an index of, within the time that a step may keep others waiting. */
    private static final int SMALL_BYTES = 1024 * 1024;

    private static final String DETACH =
            "Detach it (ALTER TABLE … DETACH PARTITION …), resume the epoch, and bring it back by an attach_partition when the epoch has ended; until then its rows are not the table's, and new ones have no place.";

    private NewPartitions() {}

    /**
     * A step that stops if there are any.
     *
     * @param ready what was done on those that the plan knows, such as {@code whose indexes are built}
     */
    static StepDraft look(TableFacts whole, Phase phase, String ready, String reason, PlanTarget target) {
        return look(whole, phase, ready, "", reason, target);
    }

    /**
     * A step that stops if there are any that hold more than the server catches up with at once. Partitions are made ahead of their rows, and a fill takes days: most that come
     * meanwhile are empty.
     *
     * @param ready as above
     */
    static StepDraft lookForLarge(TableFacts whole, Phase phase, String ready, String reason, PlanTarget target) {
        return look(whole, phase, ready, " AND pg_relation_size(relid) > " + SMALL_BYTES, reason, target);
    }

    /** A statement that gives small partitions without one their part of an index that all others have joined. It does nothing again. */
    static String join(String whole, String index) {
        String body = """
                 DECLARE part record; BEGIN
                  FOR part IN SELECT c.oid::regclass AS name, c.relnamespace::regnamespace AS home,
                      left(c.relname, 40) || '_idx_' || to_regclass(%s)::oid AS own
                      FROM pg_catalog.pg_inherits p JOIN pg_catalog.pg_class c ON c.oid = p.inhrelid
                      WHERE p.inhparent = to_regclass(%s) AND pg_catalog.pg_relation_size(c.oid) <= %d AND NOT EXISTS (
                        SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_index x ON x.indexrelid = i.inhrelid
                        WHERE i.inhparent = to_regclass(%s) AND x.indrelid = c.oid) LOOP
                    EXECUTE pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(to_regclass(%s)), 'INDEX .*? USING ',
                      pg_catalog.replace(pg_catalog.format('INDEX %%I ON %%s USING ', part.own, part.name), '\\', '\\\\'));
                    EXECUTE pg_catalog.format('ALTER INDEX %%s ATTACH PARTITION %%s.%%I', to_regclass(%s), part.home, part.own);
                  END LOOP;
                END\s""".formatted(
                        literal(index), literal(whole), SMALL_BYTES, literal(index), literal(index), literal(index));
        return "DO " + DollarQuotes.around(body);
    }

    private static String literal(String name) {
        return Quoting.literal(name);
    }

    private static StepDraft look(
            TableFacts whole, Phase phase, String ready, String condition, String reason, PlanTarget target) {
        List<String> known = new ArrayList<>(List.of(regclass(whole.name(), target)));
        whole.traits().partitioning().tables().forEach(partition -> known.add(regclass(partition, target)));
        return StepDraft.check(
                whole.name(),
                phase,
                "look for partitions of %s that came after the plan"
                        .formatted(whole.name().shown()),
                Check.newBuilder()
                        .setQuery(
                                "SELECT relid::text FROM pg_partition_tree(%s) WHERE relid <> ALL (array_remove(ARRAY[%s], NULL))%s LIMIT 5"
                                        .formatted(regclass(whole.name(), target), String.join(", ", known), condition))
                        .setExpectation("%s has the partitions that the plan knows, %s%s"
                                .formatted(
                                        whole.name().shown(),
                                        ready,
                                        condition.isEmpty() ? "" : ", and beside them none of more than 1 MB"))
                        .setAdvice(
                                phase == Phase.CONTRACT
                                        ? DETACH
                                        : "Roll the epoch back and apply the change again: then the plan knows it. Or d"
                                                + DETACH.substring(1))
                        .build(),
                reason);
    }

    private static String regclass(TableName table, PlanTarget target) {
        return "to_regclass(" + Quoting.literal(target.table(table)) + ")";
    }
}
