package dev.lockstep.integration.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * How many of the points are run.
 *
 * @param stride every how manieth point; 1 for all. Best an odd one: points before and after a chunk take turns
 * @param pairStride the same for both points of a pair; 0 for no pairs
 */
record Density(int stride, int pairStride) {
    /** The window in which a broken order loses is a few points wide, and must not be stepped over. */
    private static final int LARGEST_CONTROL_STRIDE = 3;

    Density {
        if (stride < 1 || pairStride < 0) {
            throw new IllegalArgumentException(
                    "expected strides of at least 1, found " + stride + " and " + pairStride);
        }
    }

    boolean hasPairs() {
        return pairStride > 0;
    }

    /** For the broken orders. */
    Density ofControls() {
        return new Density(Math.min(stride, LARGEST_CONTROL_STRIDE), 0);
    }

    /** Every so manieth of them, from a place that differs from kind to kind. */
    static List<CrashPoint> sampled(List<CrashPoint> points, int stride, int from) {
        List<CrashPoint> some = new ArrayList<>();
        for (int place = from % stride; place < points.size(); place += stride) {
            some.add(points.get(place));
        }
        return some;
    }
}
