package dev.lockstep.integration.bench;

import dev.lockstep.v1.Phase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** When the nodes of a fleet started each phase. Thread-safe. */
final class PhaseStarts {
    private final Map<PhaseOfEpoch, Starts> phases = new ConcurrentHashMap<>();

    /** A node starts a phase now. What it starts again after an interruption is not a start. */
    void started(long epoch, Phase phase, String node) {
        long nanos = System.nanoTime();
        phases.computeIfAbsent(new PhaseOfEpoch(epoch, phase), key -> new Starts())
                .add(node, nanos);
    }

    Optional<Starts> of(PhaseOfEpoch phase) {
        return Optional.ofNullable(phases.get(phase));
    }

    /** The starts of one phase. */
    static final class Starts {
        private final Set<String> nodes = ConcurrentHashMap.newKeySet();
        private long firstNanos = Long.MAX_VALUE;
        private long lastNanos = Long.MIN_VALUE;

        private void add(String node, long nanos) {
            if (nodes.add(node)) {
                synchronized (this) {
                    firstNanos = Math.min(firstNanos, nanos);
                    lastNanos = Math.max(lastNanos, nanos);
                }
            }
        }

        int nodes() {
            return nodes.size();
        }

        synchronized long firstNanos() {
            return firstNanos;
        }

        synchronized long lastNanos() {
            return lastNanos;
        }
    }
}
