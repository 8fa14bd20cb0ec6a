package dev.lockstep.integration.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many seeds. */
final class Seeds {
    /** Processes that stand still in the middle of a call stay on the stack, one above the other. */
    private static final long STACK_BYTES = 8L * 1024 * 1024;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Seeds() {}

    /** Runs so many seeds, on all cores; the order makes no difference to what comes of them. */
    static Summary onAllCores(long first, long seeds, Variant variant) throws InterruptedException, ExecutionException {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(cores, Seeds::threadWithRoom);
        try {
            AtomicLong next = new AtomicLong(first);
            List<Future<Summary>> parts = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                parts.add(workers.submit(() -> untilNoneIsLeft(next, first + seeds, variant)));
            }
            Summary all = new Summary();
            for (Future<Summary> part : parts) {
                all.add(part.get());
            }
            return all;
        } finally {
            workers.shutdownNow();
        }
    }

    private static Summary untilNoneIsLeft(AtomicLong next, long end, Variant variant) {
        Summary summary = new Summary();
        long before = THREADS.getCurrentThreadCpuTime();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            summary.add(Simulation.run(seed, variant, false, null));
        }
        summary.took(THREADS.getCurrentThreadCpuTime() - before);
        return summary;
    }

    /** The first result with a violation, among so many seeds from 1. */
    static Optional<Simulation.Result> firstViolation(Variant variant, long most)
            throws InterruptedException, ExecutionException {
        ExecutorService worker = Executors.newSingleThreadExecutor(Seeds::threadWithRoom);
        try {
            return worker.submit(() -> hunt(variant, most)).get();
        } finally {
            worker.shutdownNow();
        }
    }

    private static Optional<Simulation.Result> hunt(Variant variant, long most) {
        for (long seed = 1; seed <= most; seed++) {
            Simulation.Result result = Simulation.run(seed, variant, false, null);
            if (result.isViolated()) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    static Thread threadWithRoom(Runnable work) {
        Thread thread = new Thread(null, work, "simulation", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
