package dev.lockstep.coordinator.api;

import java.time.Duration;

/** How much, and how long: one place for every bound of the API. */
final class Limits {
    private Limits() {}

    /** Largest request of a user, in bytes. */
    static final int REQUEST_BYTES = 4 << 20;

    /** Largest single message of an agent, in bytes: a plan or a fingerprint of a large catalog. */
    static final int AGENT_MESSAGE_BYTES = 16 << 20;

    /** For an answer that is not a stream; audits re-read a whole journal, and plans ask every node. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(120);

    /** A connection without a request is closed after this. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** How often a silent connection is asked whether it is still there. */
    static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    /** How long requests under way may go on when the server closes. */
    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

    /** Least time between two statuses on one event stream. */
    static final Duration EVENT_SPACING = Duration.ofMillis(200);

    /** How often an event stream says that it is alive. */
    static final Duration EVENT_HEARTBEAT = Duration.ofSeconds(15);

    /** How often readiness is looked at for those who watch it. */
    static final Duration READINESS_INTERVAL = Duration.ofSeconds(1);
}
