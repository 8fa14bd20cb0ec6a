package dev.lockstep.integration.nemesis;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What happened when: a line for each thing, in a file and for whoever watches. Knows the time of the run. Thread-safe. */
final class Diary implements AutoCloseable {
    private final long startNanos = System.nanoTime();
    private final Consumer<String> watcher;
    private final PrintWriter file;

    Diary(Path file, Consumer<String> watcher) {
        this.watcher = watcher;
        try {
            this.file = new PrintWriter(Files.newBufferedWriter(file), true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Milliseconds since the start of the run; never jumps. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    synchronized void say(String what) {
        String line = String.format(Locale.ROOT, "%8.3f  %s", millis() / 1000.0, what);
        file.println(line);
        watcher.accept(line);
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
