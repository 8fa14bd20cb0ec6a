package dev.lockstep.coordinator.core;

import dev.lockstep.v1.HeardFromNode;

/** What is told to the one who asked, once the events of the decision count. */
public sealed interface Reply {
    /** It is done, or will be; look at this epoch. */
    record OfEpoch(long epoch) implements Reply {}

    /** It is done, or will be; look at the roster. */
    record OfRoster() implements Reply {}

    /** The node may execute what it is mandated to. */
    record Confirmed(String node, long incarnation) implements Reply {}

    /** The node must execute nothing. */
    record Held(String node, long incarnation, String reason) implements Reply {}

    /**
     * The ledger looks like an older one, but the hello may only have been late: the node must say again who it is, and execute nothing before.
     *
     * @param heard what the history has from it
     */
    record AskAgain(String node, long incarnation, String reason, HeardFromNode heard) implements Reply {}

    /** The journal holds the report, or nobody needs it any more. */
    record Acknowledged(String node, long incarnation, long sequence) implements Reply {}

    /** Nothing to say. */
    record Silence() implements Reply {}
}
