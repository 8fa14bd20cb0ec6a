package dev.lockstep.integration.bench;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What a node's statement takes while it needs no processor of this machine, as on a server of its own. Without it the first nodes' acknowledgements compete for
 * the processors with the last nodes' starts. Thread-safe.
 */
final class StatementTime {
    private volatile long millis;

    /** @param most a statement takes between half of it and all of it, in milliseconds; 0 for no time */
    void set(long most) {
        millis = most;
    }

    /** Takes it; ends early when the agent is stopped. */
    void take() {
        long most = millis;
        if (most > 0) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong((most + 1) / 2, most + 1));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
