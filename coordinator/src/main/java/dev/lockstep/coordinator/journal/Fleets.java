package dev.lockstep.coordinator.journal;

import java.util.SortedSet;

/** The fleets that exist. A fleet exists as soon as its topics do. Thread-safe. */
public interface Fleets {
    /**
     * The names of all fleets.
     *
     * @throws LogUnreachableException when it cannot be known now
     */
    SortedSet<String> list();

    /**
     * Makes both topics of a fleet where they are missing; safe when two coordinators do it at once.
     *
     * @throws LogUnreachableException when it could not be done now
     */
    void ensure(String fleet);
}
