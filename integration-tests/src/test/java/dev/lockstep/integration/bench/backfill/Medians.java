package dev.lockstep.integration.bench.backfill;

import java.util.List;

/** The middle of what was measured. */
final class Medians {
    private Medians() {}

    /** The middle one, or what lies halfway between the two in the middle. */
    static double of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("expected at least one figure, found none");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** At most this part of them, from 0 to 1, is larger than the answer. */
    static double percentile(List<Double> figures, double part) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("expected at least one figure, found none");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int rank = (int) Math.ceil(part * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
