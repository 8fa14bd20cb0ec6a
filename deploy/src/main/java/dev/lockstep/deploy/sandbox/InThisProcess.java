package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.Server;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A coordinator or an agent within this JVM, where nothing can be killed: {@link #kill} is {@link #stop}. */
final class InThisProcess implements Server {

    private final String name;
    private final Path folder;
    private final String url;
    private final Supplier<AutoCloseable> begin;
    private volatile @Nullable AutoCloseable running;

    InThisProcess(String name, Path folder, String url, Supplier<AutoCloseable> begin) {
        this.name = name;
        this.folder = folder;
        this.url = url;
        this.begin = begin;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = begin.get();
        }
    }

    @Override
    public synchronized void stop() {
        AutoCloseable current = running;
        running = null;
        if (current != null) {
            try {
                current.close();
            } catch (Exception failed) { // what AutoCloseable declares
                throw new IllegalStateException("expected " + name + " to end, but: " + failed, failed);
            }
        }
    }

    @Override
    public void kill() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public OptionalLong pid() {
        return isRunning() ? OptionalLong.of(ProcessHandle.current().pid()) : OptionalLong.empty();
    }

    @Override
    public Path dataFolder() {
        return folder;
    }
}
