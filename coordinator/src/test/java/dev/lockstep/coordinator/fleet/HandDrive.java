package dev.lockstep.coordinator.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A drive in the hand of a test, which runs what is to be run, and says when time has passed. For one thread. */
final class HandDrive implements Drive {
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<Runnable> repeated = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public void soon(Runnable round) {
        due.add(round);
    }

    @Override
    public void once(Duration delay, Runnable action) {
        delays.add(delay);
        later.add(action);
    }

    @Override
    public void repeat(Duration period, Runnable action) {
        repeated.add(action);
    }

    @Override
    public void close() {
        repeated.clear();
        later.clear();
    }

    /** Runs everything that needs no time. */
    void run() {
        while (!due.isEmpty()) {
            due.poll().run();
        }
    }

    boolean isIdle() {
        return due.isEmpty();
    }

    /** What is done again and again is due once more. */
    void tick() {
        List.copyOf(repeated).forEach(Runnable::run);
    }

    /** How long it takes until what was put off is due. */
    List<Duration> delays() {
        return delays;
    }

    /** What was put off is due now. */
    void waited() {
        List<Runnable> now = List.copyOf(later);
        later.clear();
        delays.clear();
        now.forEach(Runnable::run);
    }
}
