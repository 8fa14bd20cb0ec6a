package dev.lockstep.integration.simulation;

/** The classes of faults; each seed switches each of them on or off. */
enum Fault {
    AGENT_CRASH,
    AGENT_PAUSE,
    AGENT_TWIN,
    COORDINATOR_CRASH,
    COORDINATOR_PAUSE,
    JOURNAL_UNCLEAR,
    JOURNAL_LATE,
    FENCE_LEAKS,
    KAFKA_CUT,
    INTRUDER,
    ZOOKEEPER_SESSION,
    ZOOKEEPER_EMPTY,
    GATE_DOUBT,
    STREAM_BREAK,
    MESSAGE_LOSS,
    MESSAGE_TWICE,
    MESSAGE_DELAY,
    DATABASE_CUT,
    DATABASE_RESTART,
    SLOW_CALL,
    SLOW_STATEMENT,
    LOCK_WAIT,
    STEP_REFUSED,
    CLOCK_JUMP,
    PEOPLE_CHANGE_THEIR_MIND,
    PEOPLE_ARE_STALE
}
