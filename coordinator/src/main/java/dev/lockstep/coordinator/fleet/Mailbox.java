package dev.lockstep.coordinator.fleet;

import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs what others enqueue, in order, one at a time, for as long as it is open. Thread-safe. */
final class Mailbox implements AutoCloseable {
    private final Drive drive;
    private final BlockingQueue<Runnable> messages;
    private final Runnable afterEachRound;
    private final Consumer<RuntimeException> onBug;
    private final Runnable atTheEnd;
    private final AtomicBoolean roundIsDue = new AtomicBoolean();
    private volatile boolean started;
    private volatile boolean closed;

    /**
     * @param size how many messages may wait
     * @param afterEachRound runs when all messages that were there have been run
     * @param onBug hears what a message threw; the messages after it are run all the same
     * @param atTheEnd runs last
     */
    Mailbox(Drive drive, int size, Runnable afterEachRound, Consumer<RuntimeException> onBug, Runnable atTheEnd) {
        this.drive = drive;
        this.messages = new LinkedBlockingQueue<>(size);
        this.afterEachRound = afterEachRound;
        this.onBug = onBug;
        this.atTheEnd = atTheEnd;
    }

    /** Begins to run messages; those that came before, too. */
    void start() {
        started = true;
        wake();
    }

    /** Enqueues where there is room. */
    boolean offer(Runnable message) {
        boolean room = messages.offer(message);
        wake();
        return room;
    }

    /** Enqueues; waits for room. */
    void put(Runnable message) {
        try {
            messages.put(message);
            wake();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        drive.soon(() -> runSafely(atTheEnd));
    }

    private void wake() {
        if (started && !closed && roundIsDue.compareAndSet(false, true)) {
            drive.soon(this::round);
        }
    }

    private void round() {
        // What is enqueued from now on calls for another round.
        roundIsDue.set(false);
        if (closed) {
            return;
        }
        ArrayDeque<Runnable> round = new ArrayDeque<>();
        messages.drainTo(round);
        while (!round.isEmpty()) {
            runSafely(round.poll());
        }
        runSafely(afterEachRound);
    }

    private void runSafely(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }
}
