package dev.lockstep.coordinator.api;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the newest of the values offered to a receiver that may be slow: what it had no time for is skipped, so nothing piles up. Thread-safe; the receiver is
 * called by one thread at a time and must not block.
 */
final class NewestOnly<T> {
    private final BooleanSupplier ready;
    private final Consumer<T> receiver;
    private @Nullable T waiting;
    private boolean stopped;

    NewestOnly(BooleanSupplier ready, Consumer<T> receiver) {
        this.ready = ready;
        this.receiver = receiver;
    }

    /** Takes the place of a value that still waits. */
    synchronized void offer(T value) {
        waiting = value;
        handOn();
    }

    /** Must be called when the receiver becomes ready. */
    synchronized void handOn() {
        T value = waiting;
        if (value != null && !stopped && ready.getAsBoolean()) {
            waiting = null;
            receiver.accept(value);
        }
    }

    /** Hands on nothing more, and then does the last thing; the second call does nothing. */
    synchronized void stop(Runnable last) {
        if (!stopped) {
            stopped = true;
            last.run();
        }
    }
}
