package dev.lockstep.agent.presence;

import dev.lockstep.zookeeper.LeaderId;
import java.util.Optional;

/** Knows where the leading coordinator is, as last seen. Thread-safe. */
public interface LeaderLocator extends AutoCloseable {
    /** The leader; empty when none is known. */
    Optional<LeaderId> leader();

    /** Calls from now on, on each change, and once at first; must return fast. */
    void addListener(Runnable onChange);

    /** Calls no more. */
    void removeListener(Runnable onChange);

    @Override
    void close();
}
