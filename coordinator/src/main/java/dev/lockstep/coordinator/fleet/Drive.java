package dev.lockstep.coordinator.fleet;

import java.time.Duration;

/** What makes a fleet's loop go: one thread of its own as a rule, the events of a virtual clock in a simulation. */
public interface Drive extends AutoCloseable {
    /** Runs something soon, in the order in which it was given, and never two at a time. After {@link #close} nothing more is taken. */
    void soon(Runnable round);

    /** Runs something short once, after a delay; it only enqueues. */
    void once(Duration delay, Runnable action);

    /** Runs something short again and again; it only enqueues. */
    void repeat(Duration period, Runnable action);

    /** Ends the timer, and the thread once it has run what it was given before. */
    @Override
    void close();

    /** A thread and a timer for this fleet. */
    static Drive ofThread(String fleet) {
        return new ThreadDrive(fleet);
    }
}
