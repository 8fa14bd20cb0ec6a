package dev.lockstep.integration.bench;

import java.util.ArrayList;
import java.util.List;

/** Times of which some percentiles are wanted. Not thread-safe. */
final class Percentiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = new ArrayList<>();

    void add(long sample) {
        nanos.add(sample);
    }

    int count() {
        return nanos.size();
    }

    /** In milliseconds; by the nearest rank, so it is one of the samples. */
    double millis(double percent) {
        if (nanos.isEmpty()) {
            throw new IllegalStateException("expected at least one sample, found none");
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1) / NANOS_PER_MILLI;
    }

    /** The first of these with the first of those, the second with the second, and so on. */
    Percentiles plus(Percentiles other) {
        Percentiles sums = new Percentiles();
        for (int i = 0; i < Math.min(count(), other.count()); i++) {
            sums.add(nanos.get(i) + other.nanos.get(i));
        }
        return sums;
    }
}
