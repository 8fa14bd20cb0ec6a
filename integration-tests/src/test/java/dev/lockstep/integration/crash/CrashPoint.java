package dev.lockstep.integration.crash;

import dev.lockstep.integration.crash.FaultProxy.ChunkWatch;
import dev.lockstep.integration.crash.FaultProxy.Verdict;
import dev.lockstep.integration.crash.FaultProxy.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * A moment at which contact is lost.
 *
 * @param chunk counted over both ways and all connections, from 1
 * @param before whether the chunk itself is lost, or the last thing to arrive
 */
record CrashPoint(int chunk, boolean before) {
    /** No point: nothing is cut. */
    static final CrashPoint NEVER = new CrashPoint(0, true);

    /** Both points at each chunk, in order. */
    static List<CrashPoint> upTo(int chunks) {
        List<CrashPoint> points = new ArrayList<>();
        for (int chunk = 1; chunk <= chunks; chunk++) {
            points.add(new CrashPoint(chunk, true));
            points.add(new CrashPoint(chunk, false));
        }
        return points;
    }

    @Override
    public String toString() {
        return (before ? "before" : "after") + " chunk " + chunk;
    }

    /** Counts chunks, and cuts at the point. */
    static final class Counter implements ChunkWatch {
        private final CrashPoint point;
        private int chunks;
        private boolean reached;

        Counter(CrashPoint point) {
            this.point = point;
        }

        @Override
        public synchronized Verdict chunk(Way way, int bytes) {
            chunks++;
            if (chunks != point.chunk || reached) {
                return Verdict.PASS;
            }
            reached = true;
            return point.before ? Verdict.CUT_BEFORE : Verdict.CUT_AFTER;
        }

        synchronized int chunks() {
            return chunks;
        }

        synchronized boolean isReached() {
            return reached;
        }
    }
}
