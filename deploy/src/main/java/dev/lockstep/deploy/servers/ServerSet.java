package dev.lockstep.deploy.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Servers that live together: started side by side, ended in reverse order. */
public final class ServerSet implements AutoCloseable {

    private final List<Server> servers;

    public ServerSet(List<? extends Server> servers) {
        this.servers = List.copyOf(servers);
    }

    /** The servers in the order in which they were given. */
    public List<Server> servers() {
        return servers;
    }

    /**
     * Starts all at the same time and returns once every one answers.
     *
     * @throws ServerException when one cannot be started; the others have been stopped again by then
     */
    public void start() {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, servers.size()));
        try {
            List<CompletableFuture<Void>> starts = servers.stream()
                    .map(server -> CompletableFuture.runAsync(server::start, threads))
                    .toList();
            RuntimeException failure = firstFailure(starts);
            if (failure != null) {
                closeAfter(failure);
                throw failure;
            }
        } finally {
            threads.shutdown();
        }
    }

    private static @Nullable RuntimeException firstFailure(List<CompletableFuture<Void>> starts) {
        RuntimeException first = null;
        for (CompletableFuture<Void> start : starts) {
            try {
                start.join();
            } catch (CompletionException e) {
                RuntimeException failure = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new ServerException("A server failed.", e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        return first;
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Stops all, the last first, even when one of them cannot be stopped. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = servers.size() - 1; i >= 0; i--) {
            try {
                servers.get(i).stop();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
