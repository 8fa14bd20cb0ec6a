package dev.lockstep.integration.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Many seeds, one after the other. */
final class Seeds {
    private static final long STACK_BYTES = 8L * 1024 * 1024;

    private Seeds() {}

    /** Processes that stand still in the middle of a call stay on the stack, one above the other. */
    static Thread threadWithRoom(Runnable work) {
        Thread thread = new Thread(null, work, "simulation", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** The first result with a violation, among so many seeds from 1. */
    static Optional<Simulation.Result> firstViolation(Variant variant, long most) {
        for (long seed = 1; seed <= most; seed++) {
            Simulation.Result result = Simulation.run(seed, variant, false, null);
            if (result.isViolated()) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    /** Takes seeds until none is left. */
    static Summary run(AtomicLong next, long end, Variant variant) {
        Summary summary = new Summary();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            summary.add(Simulation.run(seed, variant, false, null));
        }
        return summary;
    }
}
