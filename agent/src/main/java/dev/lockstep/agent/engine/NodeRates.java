package dev.lockstep.agent.engine;

import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.util.EnumMap;
import java.util.Map;

/** How fast a node does each kind of work: as it did before, or where it has not yet, as is assumed of any node. Immutable. */
public final class NodeRates {
    /** Of a node that has done nothing yet. */
    public static final NodeRates NONE = new NodeRates(Map.of());

    private final Map<StepKind, Total> totals;

    private NodeRates(Map<StepKind, Total> totals) {
        this.totals = Map.copyOf(totals);
    }

    /**
     * With one more step that the node has done.
     *
     * @param estimate the sizes that its plan went out from
     * @param rows that the time was spent on
     */
    public NodeRates with(StepEstimate estimate, StepActual actual, long rows) {
        // A backfill is as fast as the application lets it be; what others wait for a lock is no property of the node.
        long waited = estimate.getKind() == StepKind.ROW_FILL ? 0 : actual.getLockWaitMillis();
        Total one =
                new Total(Math.max(1, actual.getMillis() - waited), rows, estimate.getBytes(), actual.getLogBytes());
        Map<StepKind, Total> more = new EnumMap<>(StepKind.class);
        more.putAll(totals);
        more.merge(estimate.getKind(), one, Total::plus);
        return new NodeRates(more);
    }

    /** Whether this node was measured at it. */
    public boolean knows(StepKind kind) {
        return totals.containsKey(kind);
    }

    /** Time for so many rows. */
    public long millisOfRows(StepKind kind, long rows, long assumedRowsPerSecond) {
        Total known = totals.get(kind);
        return known == null ? rows * 1000 / assumedRowsPerSecond : share(known.millis, rows, known.rows);
    }

    /** Time for so many bytes of a table. */
    public long millisOfBytes(StepKind kind, long bytes, long assumedBytesPerSecond) {
        Total known = totals.get(kind);
        return known == null || known.bytes == 0
                ? bytes * 1000 / assumedBytesPerSecond
                : share(known.millis, bytes, known.bytes);
    }

    /** Log that the server writes for so many rows. */
    public long logBytes(StepKind kind, long rows, long assumedBytes) {
        Total known = totals.get(kind);
        return known == null || known.logBytes == 0 ? assumedBytes : share(known.logBytes, rows, known.rows);
    }

    private static long share(long cost, long part, long whole) {
        return Math.round((double) cost * part / whole);
    }

    /** Sums over the steps of one kind. */
    private record Total(long millis, long rows, long bytes, long logBytes) {
        Total plus(Total other) {
            return new Total(millis + other.millis, rows + other.rows, bytes + other.bytes, logBytes + other.logBytes);
        }
    }
}
