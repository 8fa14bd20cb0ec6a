package dev.lockstep.deploy.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts every statement of the load, keeps every failure, and measures how long statements take. Thread-safe. */
final class LoadFigures {

    private static final int DIGITS = 3;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int KEPT_FAILURES = 1_000;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    void succeeded(long nanos) {
        statements.incrementAndGet();
        recorder.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    /** @param what node, application and what the server said */
    void failed(long nanos, String what) {
        succeeded(nanos);
        failed.incrementAndGet();
        if (failures.size() < KEPT_FAILURES) {
            failures.add(what);
        }
    }

    long statements() {
        return statements.get();
    }

    long failed() {
        return failed.get();
    }

    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** The time, in milliseconds, that 99 of 100 statements since the last call were faster than; 0 for no statement. */
    double p99MillisSinceLastCall() {
        Histogram interval = recorder.getIntervalHistogram();
        return interval.getTotalCount() == 0 ? 0 : interval.getValueAtPercentile(99) / 1_000.0;
    }
}
