package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Event;
import java.util.List;

/** The answer to a command. */
public sealed interface Decision {
    /**
     * Yes.
     *
     * @param events what has to count before it is true; may be none
     * @param reply told after that
     */
    record Accepted(List<Event> events, Reply reply) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * No; nothing changes.
     *
     * @param kind for scripts
     * @param message expected …, but …
     * @param nextStep what to do
     */
    record Rejected(Kind kind, String message, String nextStep) implements Decision {}

    /** Kinds of no. */
    enum Kind {
        INVALID,
        NOT_FOUND,
        WRONG_STATE,
        STALE_APPROVAL,
        NEEDS_CONFIRMATION
    }
}
