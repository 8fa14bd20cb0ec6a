package dev.lockstep.agent.report;

import java.util.Optional;

/** Opens channels to the leading coordinator. Thread-safe. */
public interface LeaderChannels {
    /**
     * A new channel to whoever leads now; the caller ends it.
     *
     * @param hint {@code host:port} that a coordinator has named as the leader; empty for none
     * @return empty when no leader is known now
     */
    Optional<LeaderConnection> open(String hint);

    /** {@code host:port} of the leader as last seen; empty when none is known. */
    Optional<String> leader();
}
