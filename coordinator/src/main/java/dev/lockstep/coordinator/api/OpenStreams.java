package dev.lockstep.coordinator.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that would go on for ever, so that closing the server can end them. Thread-safe. */
final class OpenStreams {
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Remembers how a stream is ended; ends it at once where the server closes already. */
    void opened(Runnable end) {
        ends.add(end);
        if (closed) {
            end.run();
        }
    }

    void ended(Runnable end) {
        ends.remove(end);
    }

    void endAll() {
        closed = true;
        List.copyOf(ends).forEach(Runnable::run);
    }

    int count() {
        return ends.size();
    }
}
