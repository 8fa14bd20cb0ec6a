package dev.lockstep.deploy.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends what was begun, the last first, once. May be closed from another thread while things are still being begun: what
 * comes later is refused, and ended at once. Thread-safe.
 */
public final class Closer implements AutoCloseable {

    private final Deque<AutoCloseable> begun = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean closed;

    /**
     * Ends this, too, when the time comes.
     *
     * @throws IllegalStateException when it has come already
     */
    public <T extends AutoCloseable> T add(T resource) {
        synchronized (begun) {
            if (!closed) {
                begun.push(resource);
                return resource;
            }
        }
        IllegalStateException late = new IllegalStateException("everything is being ended already");
        try {
            resource.close();
        } catch (Exception failed) { // what AutoCloseable declares
            late.addSuppressed(failed);
        }
        throw late;
    }

    /**
     * Ends all, even when one of them cannot be ended; then throws the first failure with the others. Who comes second waits
     * until the first one is done.
     */
    @Override
    public void close() {
        synchronized (closing) {
            closeAll();
        }
    }

    private void closeAll() {
        IllegalStateException failure = null;
        while (true) {
            AutoCloseable next;
            synchronized (begun) {
                closed = true;
                next = begun.poll();
            }
            if (next == null) {
                break;
            }
            try {
                next.close();
            } catch (Exception failed) { // what AutoCloseable declares
                if (failure == null) {
                    failure = new IllegalStateException("expected everything to end, but something did not", failed);
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
