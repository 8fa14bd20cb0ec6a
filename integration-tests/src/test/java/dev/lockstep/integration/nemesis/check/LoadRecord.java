package dev.lockstep.integration.nemesis.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the application knows about its own statements. Times are milliseconds since the start of the run.
 *
 * @param expected by node
 * @param failures the statements that failed
 * @param disturbances what was done to the parts around the application, and when
 */
public record LoadRecord(
        long statements,
        Map<String, ExpectedRows> expected,
        List<Failure> failures,
        List<Disturbance> disturbances) {

    /**
     * What a node's table must hold.
     *
     * @param values by key; more than one where a statement's outcome is not known, because its server was killed
     * @param perhapsAbsent rows of which it is not known whether they were inserted, or deleted
     * @param wrongReads what a query showed that it must not, one sentence each
     */
    public record ExpectedRows(Map<Long, Set<OldColumns>> values, Set<Long> perhapsAbsent, List<String> wrongReads) {}

    /**
     * A statement that failed.
     *
     * @param lostContact whether its connection was of no use afterwards
     */
    public record Failure(
            String node,
            String sql,
            String sqlState,
            int vendorCode,
            String message,
            boolean lostContact,
            long fromMillis,
            long toMillis) {}

    /**
     * Something that was done to a part of the fleet.
     *
     * @param part such as {@code shard-1}, {@code agent-1} or {@code kafka}; of a link, the part that loses by it
     */
    public record Disturbance(String part, String what, long fromMillis, long toMillis) {}
}
