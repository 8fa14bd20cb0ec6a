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
        long bytes =
                estimate.getRows() == 0 ? estimate.getBytes() : share(estimate.getBytes(), rows, estimate.getRows());
        Total one = new Total(
                Math.max(1, actual.getMillis() - waited), work(estimate.getKind(), rows, bytes), actual.getLogBytes());
        Map<StepKind, Total> more = new EnumMap<>(StepKind.class);
        more.putAll(totals);
        more.merge(estimate.getKind(), one, Total::plus);
        return new NodeRates(more);
    }

    /** Whether this node was measured at it. */
    public boolean knows(StepKind kind) {
        return totals.containsKey(kind);
    }

    /**
     * Milliseconds for so many rows.
     *
     * @param bytes that they have together
     * @param assumed when the node has done nothing of the kind
     */
    public long millis(StepKind kind, long rows, long bytes, long assumed) {
        Total known = totals.get(kind);
        return known == null ? assumed : share(known.millis, work(kind, rows, bytes), known.work);
    }

    /** Bytes of log that the server writes for so many rows; as {@link #millis}. */
    public long logBytes(StepKind kind, long rows, long bytes, long assumed) {
        Total known = totals.get(kind);
        return known == null || known.logBytes == 0
                ? assumed
                : share(known.logBytes, work(kind, rows, bytes), known.work);
    }

    /**
     * A row is work by itself, and by its bytes. By itself it is as much as so many bytes, seen on PostgreSQL with rows of 44 to 1,024 bytes: a fill's time is that of its versions, its log and
     * its entries in indexes, and an index build sorts entries, whatever else is in the rows.
     */
    private static long work(StepKind kind, long rows, long bytes) {
        long bytesOfRow = switch (kind) {
            case INDEX_BUILD -> 2_000;
            case TABLE_SCAN -> 400;
            default -> 200;
        };
        return Math.max(1, rows * bytesOfRow + bytes);
    }

    private static long share(long cost, long part, long whole) {
        return Math.round((double) cost * part / whole);
    }

    /** Sums over the steps of one kind. */
    private record Total(long millis, long work, long logBytes) {
        Total plus(Total other) {
            return new Total(millis + other.millis, work + other.work, logBytes + other.logBytes);
        }
    }
}
