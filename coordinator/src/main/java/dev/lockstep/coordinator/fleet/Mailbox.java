package dev.lockstep.coordinator.fleet;

import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** One thread that runs what others enqueue, in order, for as long as it is open. Thread-safe. */
final class Mailbox implements AutoCloseable {
    private final BlockingQueue<Runnable> messages;
    private final Runnable afterEachRound;
    private final Consumer<RuntimeException> onBug;
    private final Runnable atTheEnd;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param size how many messages may wait
     * @param afterEachRound runs when all messages that were there have been run
     * @param onBug hears what a message threw; the messages after it are run all the same
     * @param atTheEnd runs last, on the thread
     */
    Mailbox(String name, int size, Runnable afterEachRound, Consumer<RuntimeException> onBug, Runnable atTheEnd) {
        this.messages = new ArrayBlockingQueue<>(size);
        this.afterEachRound = afterEachRound;
        this.onBug = onBug;
        this.atTheEnd = atTheEnd;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Enqueues where there is room. */
    boolean offer(Runnable message) {
        return messages.offer(message);
    }

    /** Enqueues; waits for room. */
    void put(Runnable message) {
        try {
            messages.put(message);
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
        thread.interrupt();
    }

    private void run() {
        ArrayDeque<Runnable> round = new ArrayDeque<>();
        while (!closed) {
            try {
                round.add(messages.take());
            } catch (InterruptedException stopped) {
                break;
            }
            messages.drainTo(round);
            while (!round.isEmpty()) {
                runSafely(round.poll());
            }
            runSafely(afterEachRound);
        }
        runSafely(atTheEnd);
    }

    private void runSafely(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }
}
